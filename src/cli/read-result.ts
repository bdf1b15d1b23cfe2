import { readFileSync } from 'node:fs';
import { InputError } from '../../devices/base/errors.js';
import type { ExperimentResult } from '../experiments/result.js';
import type { SweepResult } from '../experiments/sweep/sweep-result.js';

/** The result in a file. Throws InputError where it is not one. */
export function readResult(file: string): ExperimentResult | SweepResult {
  const result = readJson(file) as ExperimentResult | SweepResult;
  const list = isSweep(result) ? result?.points : result?.runs;
  if (result?.schema === 1 && Array.isArray(list)) return result;
  throw new InputError(`${file}: expected the result of a run or a sweep, with "schema": 1`);
}

export function isSweep(result: ExperimentResult | SweepResult): result is SweepResult {
  return (result as Partial<SweepResult>)?.kind === 'sweep';
}

/** Throws InputError where the file is not readable JSON. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: ${code ?? message}, expected a readable JSON file of a run folder`);
  }
}

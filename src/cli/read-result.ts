import { readFileSync } from 'node:fs';
import { InputError } from '../../devices/base/errors.js';
import type { ExperimentResult } from '../experiments/result.js';

/** The result in a file. Throws InputError where it is not one. */
export function readResult(file: string): ExperimentResult {
  const result = readJson(file) as ExperimentResult;
  if (result?.schema === 1 && Array.isArray(result.runs)) return result;
  throw new InputError(`${file}: expected the result of a run, with "schema": 1`);
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

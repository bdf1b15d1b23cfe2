import { readFileSync } from 'node:fs';
import { InputError } from '../../../devices/base/errors.js';
import type { AnyResult } from '../../experiments/results/any-result.js';

/** The result in a file, of whatever kind. Throws InputError where it is none. */
export function readResult(file: string): AnyResult {
  const result = readResultFile(file) as AnyResult | null;
  if (result?.schema === 1 && isWhole(result)) return result;
  throw new InputError(`${file}: expected the result of a run or a sweep, with "schema": 1`);
}

function isWhole(result: AnyResult): boolean {
  if (!('kind' in result) || result.kind === 'estimate') return Array.isArray(result.runs);
  if (result.kind === 'network-estimate') return Array.isArray(result.chips) && Array.isArray(result.layers);
  return Array.isArray(result.kind === 'sweep' ? result.points : result.series);
}

/** Throws InputError where the file is not readable JSON. */
export function readResultFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(`${file}: ${code ?? message}, expected a readable JSON file of a run folder`);
  }
}

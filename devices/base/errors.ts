/**
 * The caller's mistake: a wrong value, file or combination, found before any work is done.
 * The message is one line: what could not be done, which parameter, its value, what was expected.
 * The command line ends with exit code 2 on it, and on no other error.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}

/** A solve with a tolerance did not reach it. The command line ends with exit code 3 on it. */
export class UnsettledError extends Error {
  override readonly name = 'UnsettledError';
}

/** A number that must be finite and inside [min, max]. Throws InputError naming `name` and the interval. */
export function checkNumber(name: string, value: number, { min = -Infinity, max = Infinity } = {}): number {
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new InputError(`${name} must be a finite number in [${min}, ${max}] (got ${value})`);
}

/** A whole number inside [min, max]. Throws InputError naming `name` and the interval. */
export function checkInteger(name: string, value: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InputError(`${name} must be a whole number in [${min}, ${max}] (got ${value})`);
}

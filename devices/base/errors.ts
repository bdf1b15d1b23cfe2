/**
 * The caller's mistake: a wrong value, file or combination, found before any work is done. The
 * message is one line: what could not be done, which parameter, its value, what was expected. The
 * command line ends with exit code 2 on it, and on no other error. What is quoted from a file can
 * be anything: control characters and line ends are written as escapes, and the middle of a very
 * long message is left out.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(message: string) {
    super(shortened(message.replace(/[\p{Cc}\u2028\u2029]/gu, escaped)));
  }
}

function escaped(character: string): string {
  const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Both ends say most: place at the front, what was expected at the back. */
function shortened(text: string): string {
  return text.length <= 600 ? text : `${text.slice(0, 380)} ... ${text.slice(-200)}`;
}

/** A solve with a tolerance did not reach it. The command line ends with exit code 3 on it. */
export class UnsettledError extends Error {
  override readonly name = 'UnsettledError';
}

/** A run's numbers went non-finite. The command line ends with exit code 3 on it. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
}

/**
 * A number that must be finite and inside [min, max]. Throws InputError naming `name` and the
 * interval.
 */
export function checkNumber(name: string, value: number, { min = -Infinity, max = Infinity } = {}): number {
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new InputError(`${name} must be a finite number in [${min}, ${max}] (got ${value})`);
}

/** A whole number inside [min, max]. Throws InputError naming `name` and the interval. */
export function checkInteger(name: string, value: number, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}) {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InputError(`${name} must be a whole number in [${min}, ${max}] (got ${value})`);
}

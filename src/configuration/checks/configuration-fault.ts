import { InputError } from '../../../devices/base/errors.js';

/** A value that is wrong where it stands. */
export interface Fault {
  readonly path: string;
  readonly value: unknown;
  readonly expected: string;
}

/** Throws InputError with `source`, path, value and what was expected, unless `holds`. */
export function check(source: string, holds: boolean, { path, value, expected }: Fault): void {
  if (!holds) throw new InputError(`${source}: ${path}: ${JSON.stringify(value)}, expected ${expected}`);
}

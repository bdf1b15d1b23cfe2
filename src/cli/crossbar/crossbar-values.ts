import { InputError } from '../../../devices/index.js';

/**
 * What a number in a file may be, in words and as a test; what null stands for, where it may stand.
 */
export interface NumberKind {
  readonly expected: string;
  readonly isRight: (value: number) => boolean;
  readonly empty?: number;
}

export const resistance: NumberKind = {
  expected: 'a number above 0, or null = open',
  // The smallest numbers have no reciprocal.
  isRight: (value) => value > 0 && Number.isFinite(1 / value),
  empty: Infinity,
};
export const conductance: NumberKind = {
  expected: 'a number from 0, or null = open',
  isRight: (value) => value >= 0,
  empty: 0,
};
export const segment: NumberKind = {
  expected: 'a number from 0, or null = broken',
  isRight: (value) => value >= 0,
  empty: Infinity,
};
export const port: NumberKind = { expected: 'a number from 0', isRight: (value) => value >= 0 };
export const positiveNumber: NumberKind = { expected: 'a number above 0', isRight: (value) => value > 0 };
export const any: NumberKind = { expected: 'a number', isRight: () => true };

/** A value in a file and where it stands, for messages: "array.json: wordLineOhm[0][1]". */
export interface Placed {
  readonly place: string;
  readonly value: unknown;
}

/** A finite number of a kind. Throws InputError. */
export function readNumber({ place, value }: Placed, { expected, isRight, empty }: NumberKind): number {
  if (value === null && empty !== undefined) return empty;
  if (typeof value === 'number' && Number.isFinite(value) && isRight(value)) return value;
  throw new InputError(`${place}: ${shown(value)}, expected ${expected}`);
}

/** A list of `length` numbers. Throws InputError. */
export function readVector(
  { place, value }: Placed,
  { length, kind }: { readonly length: number; readonly kind: NumberKind },
): Float64Array {
  const list = readList({ place, value }, length);
  return Float64Array.from(list, (entry, i) => readNumber({ place: `${place}[${i}]`, value: entry }, kind));
}

/** A matrix of rows x cols numbers, row-major. Throws InputError. */
export function readMatrix(
  { place, value }: Placed,
  { rows, cols, kind }: { readonly rows: number; readonly cols: number; readonly kind: NumberKind },
): Float64Array {
  const out = new Float64Array(rows * cols);
  readList({ place, value }, rows).forEach((row, i) => {
    out.set(readVector({ place: `${place}[${i}]`, value: row }, { length: cols, kind }), i * cols);
  });
  return out;
}

/** A list, of `length` items where one is given. Throws InputError. */
export function readList({ place, value }: Placed, length?: number): readonly unknown[] {
  if (Array.isArray(value) && (length === undefined ? value.length > 0 : value.length === length))
    return value;
  const found = Array.isArray(value) ? `a list of ${value.length}` : shown(value);
  throw new InputError(`${place}: ${found}, expected a list of ${length ?? '1 or more'}`);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value);
}

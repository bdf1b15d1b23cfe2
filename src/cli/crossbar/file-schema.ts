import { z } from 'zod';
import { InputError } from '../../../devices/index.js';
import { valueAt } from '../../configuration/checks/checked.js';

/** A schema of one number, and the same as a function, which reads a million of them at once. */
export type NumberSchema = z.ZodType<number> & {
  /** undefined for what is no such number. */
  readonly read: (value: unknown) => number | undefined;
  /** What it must be: `expected a number above 0`. */
  readonly error: string;
};

/** A finite number, in words and as a test. */
export function numberOf(expected: string, isRight: (value: number) => boolean = () => true): NumberSchema {
  return numberSchema(`expected ${expected}`, (value) =>
    typeof value === 'number' && Number.isFinite(value) && isRight(value) ? value : undefined,
  );
}

/** A number, or null, which stands for `empty`. */
export function numberOrNull({ read, error }: NumberSchema, empty: number): NumberSchema {
  return numberSchema(error, (value) => (value === null ? empty : read(value)));
}

function numberSchema(error: string, read: NumberSchema['read']): NumberSchema {
  const schema = z
    .custom<number>((value) => read(value) !== undefined, { error })
    .transform((value) => read(value)!);
  return Object.assign(schema, { read, error });
}

/** A list, of `length` items where one is given: its length is reported before its items. */
export function listOf<T extends z.ZodType>(item: T, length?: number) {
  return z
    .custom<z.input<T>[]>(
      (value) => Array.isArray(value) && (length === undefined ? value.length > 0 : value.length === length),
      { error: lengthError(length) },
    )
    .pipe(z.array(item));
}

export function vectorOf(item: NumberSchema, length: number) {
  return z.unknown().transform((value, context) => {
    const vector = new Float64Array(length);
    const fault = readInto(vector, value, item);
    if (!fault) return vector;
    context.addIssue({ code: 'custom', ...fault });
    return z.NEVER;
  });
}

/** Row-major. */
export function matrixOf(item: NumberSchema, { rows, cols }: { rows: number; cols: number }) {
  return z.unknown().transform((value, context) => {
    const matrix = new Float64Array(rows * cols);
    if (!Array.isArray(value) || value.length !== rows) {
      context.addIssue({ code: 'custom', message: lengthError(rows) });
      return z.NEVER;
    }
    for (const [row, values] of value.entries()) {
      const fault = readInto(matrix.subarray(row * cols, (row + 1) * cols), values, item);
      if (!fault) continue;
      context.addIssue({ code: 'custom', message: fault.message, path: [row, ...fault.path] });
      return z.NEVER;
    }
    return matrix;
  });
}

/** Fills `out`; the first fault otherwise, where it is and what was expected. */
function readInto(
  out: Float64Array,
  value: unknown,
  { read, error }: NumberSchema,
): { path: number[]; message: string } | null {
  if (!Array.isArray(value) || value.length !== out.length) {
    return { path: [], message: lengthError(out.length) };
  }
  for (let i = 0; i < out.length; i++) {
    const number = read(value[i]);
    if (number === undefined) return { path: [i], message: error };
    out[i] = number;
  }
  return null;
}

const lengthError = (length: number | undefined) => `expected a list of ${length ?? '1 or more'}`;

/**
 * What the schema makes of a value. `place` is the file, "a.json: ", or a value in it. Throws
 * InputError for the first fault, naming place and value.
 */
export function readBy<T extends z.ZodType>(schema: T, value: unknown, place: string): z.output<T> {
  const { data, error } = schema.safeParse(value);
  if (!error) return data;
  const { path, message } = error.issues[0]!;
  const at = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  const full = place.endsWith(': ') ? `${place}${at.replace(/^\./, '')}` : `${place}${at}`;
  throw new InputError(`${full}: ${shown(valueAt(value, path), message)}, ${message}`);
}

function shown(value: unknown, message: string): string {
  if (Array.isArray(value) && message.startsWith('expected a list')) return `a list of ${value.length}`;
  return value === undefined ? 'missing' : JSON.stringify(value);
}

import { z } from 'zod';

/**
 * A figure of the chip that `crossprop estimate` specifies; fields of one name are specified
 * together.
 */
export interface SpecifiedFigure {
  readonly name: string;
  readonly unit: string;
  /** Values to try, the loosest first. */
  readonly values: readonly number[];
}

/** What a person wants to know of a field, and what the program derives from it. */
export interface FieldNotes<T = unknown> {
  /** What the field is: plain sentences that explain every choice. */
  readonly about: string;
  /** What a configuration that leaves the field out takes; absent where the field stays absent. */
  readonly default?: T;
  /** A file that has the block around the field must have the field; false by default. */
  readonly required?: boolean;
  /** Unit of a number whose name does not end in one. */
  readonly unit?: string;
  /** Where in the signal chain the field acts; that of the nearest block around it by default. */
  readonly acts?: string;
  /** The item of the error budget that the field belongs to. */
  readonly item?: string;
  /** The field's value on a chip without that item; absent where a function removes it. */
  readonly off?: T;
  readonly specify?: SpecifiedFigure;
  /**
   * How a file writes the field, where the schema is a function or sees the value after a rewrite.
   */
  readonly written?: z.ZodType;
}

/** Of `FieldNotes`. A schema that is made from another one inherits its notes. */
const notes = z.registry<Record<string, unknown>>();

/**
 * `schema` with notes: the one record from which defaults, comments, help, JSON Schema and the
 * error budget are derived.
 */
export function field<S extends z.ZodType>(schema: S, about: FieldNotes<z.output<S>>): S {
  const noted = schema.clone() as S;
  notes.add(noted, { ...about });
  return noted;
}

/** `schema` that a file writes in the form of `written`. */
export function writtenAs<S extends z.ZodType>(schema: S, written: z.ZodType): S {
  notes.add(schema, { written });
  return schema;
}

/** The notes of a schema; empty where it has none. */
export function notesOf(schema: z.ZodType): Partial<FieldNotes> {
  return (notes.get(schema) ?? {}) as Partial<FieldNotes>;
}

/**
 * The defaults of all fields of a block, by key. A block without a default of its own has those of
 * its fields.
 */
export function defaultsOf<S extends z.ZodObject>(block: S): z.output<S> {
  const entries = Object.entries(block.shape as Record<string, z.ZodType>).flatMap(([key, schema]) => {
    const own = notesOf(schema);
    if (own.default !== undefined) return [[key, own.default] as const];
    return schema instanceof z.ZodObject ? [[key, defaultsOf(schema)] as const] : [];
  });
  return Object.fromEntries(entries) as z.output<S>;
}

import { z } from 'zod';
import { chipConfigurationSchema } from '../schema/configuration-schema.js';
import { type FieldNotes, field as noted, notesOf } from '../schema/field.js';
import { valuesText } from './values-text.js';

/** A field or block of a configuration. */
export interface ListedField {
  /** `hardware.read.noise`; `network.layers[].conv.size` of the entries of a list. */
  readonly path: string;
  /** Of its schema; the budget item of the nearest block around it where it has none. */
  readonly notes: Partial<FieldNotes>;
  readonly schema: z.ZodType;
  /** Where in the signal chain it acts: its own place or that of the nearest block around it. */
  readonly acts: string;
  /**
   * It is a mapping and nothing else; a field that may be one, such as `network.layers`, is no
   * block.
   */
  readonly isBlock: boolean;
}

/**
 * The fields directly below a schema by the end of their path: `noise`, or `[].conv` of the entries
 * of a list.
 */
export function childrenOf(schema: z.ZodType): ReadonlyMap<string, z.ZodType> {
  const { written } = notesOf(schema);
  if (written) return childrenOf(written);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    return childrenOf(schema.unwrap() as z.ZodType);
  }
  if (schema instanceof z.ZodObject) return new Map(Object.entries(schema.shape as z.ZodRawShape)) as never;
  if (schema instanceof z.ZodArray) {
    const items = [...childrenOf(schema.element as z.ZodType)];
    return new Map(items.map(([key, child]) => [`[].${key.replace(/^\[\]\./, '')}`, child]));
  }
  const all = new Map<string, z.ZodType>();
  if (!(schema instanceof z.ZodUnion)) return all;
  for (const option of schema.options as readonly z.ZodType[]) {
    for (const [key, child] of childrenOf(option)) {
      const first = all.get(key);
      all.set(key, first === undefined ? child : either(first, child));
    }
  }
  return all;
}

/** A field that takes what either takes, with the notes of the first. */
function either(first: z.ZodType, second: z.ZodType): z.ZodType {
  const { about = '', ...notes } = notesOf(first);
  return noted(z.union([first, second]), { ...notes, about, written: z.union([first, second]) });
}

/** `a.b`, `a[].b` */
function joined(path: string, key: string): string {
  if (path === '' || key.startsWith('[')) return path + key;
  return `${path}.${key}`;
}

/** The fields directly below one. */
export function fieldsBelow(block: ListedField): readonly ListedField[] {
  const { path, schema, acts } = block;
  const { item } = block.notes;
  return [...childrenOf(schema)].map(([key, child]) => {
    const notes = { ...(item !== undefined && { item }), ...notesOf(child) };
    const isBlock = valuesText(child) === 'a mapping';
    return { path: joined(path, key), notes, schema: child, acts: notes.acts ?? acts, isBlock };
  });
}

/** A field and all below it, but for those of `seen`. */
function listed(field: ListedField, seen: Set<z.ZodType>): readonly ListedField[] {
  const below = fieldsBelow(field).filter(({ schema }) => !seen.has(schema));
  for (const { schema } of below) seen.add(schema);
  return [field, ...below.flatMap((child) => listed(child, seen))];
}

/**
 * All fields and blocks below one. Those that stand in two places, as in `learning.backprop`, are
 * listed where they come first.
 */
export function fieldsWithin(block: ListedField): readonly ListedField[] {
  return listed(block, new Set()).slice(1);
}

/** The whole configuration. */
export const root: ListedField = Object.freeze({
  path: '',
  notes: {},
  schema: chipConfigurationSchema,
  acts: 'experiment',
  isBlock: true,
});

/** Every field and block, in the order of the schema. */
export const fieldList: readonly ListedField[] = Object.freeze(fieldsWithin(root));

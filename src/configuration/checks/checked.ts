import type { z } from 'zod';
import { InputError } from '../../../devices/base/errors.js';
import { NOT_YET } from '../schema/schema-parts.js';
import { dotted } from '../text/dotted-path.js';

export interface Place {
  /** What messages call the configuration. */
  readonly source: string;
  /** Where the value stands in the configuration; its root by default. */
  readonly at?: readonly string[];
}

/** What the schema makes of a value. Throws InputError, one line, for its first fault. */
export function checked<T extends z.ZodType>(
  schema: T,
  value: unknown,
  { source, at = [] }: Place,
): z.output<T> {
  const { data, error } = schema.safeParse(value);
  if (!error) return data;
  const { code, message, path, ...issue } = error.issues[0]!;
  const place = [...at, ...path];
  if (code === 'unrecognized_keys') {
    const key = dotted([...place, (issue as { keys: string[] }).keys[0]!]);
    throw new InputError(`${source}: ${key}: ${adviceOnKey(message, place)}`);
  }
  throw new InputError(`${source}: ${dotted(place)}: ${show(valueAt(value, path))}, ${message}`);
}

function adviceOnKey(message: string, place: readonly PropertyKey[]): string {
  if (message === NOT_YET) return NOT_YET;
  const advice = message.startsWith('expected ') ? message : `did you mean ${dotted([...place, message])}?`;
  return `unknown key, ${advice}`;
}

/** What stands at a path; undefined where it ends before. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | null)?.[key], value);
}

/** On one line and not too long; NaN and Infinity by their names. */
function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

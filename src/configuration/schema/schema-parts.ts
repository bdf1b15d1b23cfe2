import { z } from 'zod';
import { isMapping } from '../plain-data.js';
import { closeName, expectedOf } from '../text/nearest-name.js';
import { writtenAs } from './field.js';

/** More than any count of things in a configuration. */
export const MANY = 1_000_000;

/** The message of a known key or value that this version does not act on. */
export const NOT_YET = 'not supported yet';

type Test = (input: unknown) => boolean;

/** The message of a fault in one value, to stand behind its path and the value. */
function says(expected: string, isLater: Test = () => false) {
  return { error: ({ input }: { input?: unknown }) => (isLater(input) ? NOT_YET : `expected ${expected}`) };
}

/** A whole number in [min, max]. */
export function whole(min: number, max: number, isLater?: Test) {
  const message = says(`a whole number in [${min}, ${max}]`, isLater);
  return z.number(message).int(message).min(min, message).max(max, message);
}

/** A number in [min, max]. */
export function number(min: number, max: number) {
  const message = says(`a number in [${min}, ${max}]`);
  return z.number(message).min(min, message).max(max, message);
}

/** A number above 0, at most max. */
export function positive(max: number) {
  const message = says(`a number above 0, at most ${max}`);
  return z.number(message).gt(0, message).max(max, message);
}

/** A number from 0 up to 1, not included: a probability that leaves something. */
export function share() {
  const message = says('a number from 0 to below 1');
  return z.number(message).min(0, message).lt(1, message);
}

/** A probability that leaves enough to be scaled up. */
export const probability = number(0, 0.999);

/**
 * One of the values of `now`; those of `later`, or that pass it, are known and not supported yet.
 */
export function choice<const T extends string | number | boolean>(
  now: readonly T[],
  later: readonly unknown[] | Test = [],
) {
  const isLater = typeof later === 'function' ? later : (input: unknown) => later.includes(input);
  return z.literal(now, says(now.length > 1 ? `one of ${now.join(', ')}` : `${now[0]}`, isLater));
}

/** A name of a registry; the message names the one that another name is close to. */
export function registered<T extends string>(
  names: readonly T[],
  { later = [] }: { readonly later?: readonly string[] } = {},
): z.ZodType<T> {
  return z.literal(names, {
    error: ({ input }) => {
      if (typeof input !== 'string') return expectedOf(names);
      if (later.includes(input)) return NOT_YET;
      const close = closeName(input, names);
      return close === null ? expectedOf(names) : `${expectedOf(names)}; did you mean ${close}?`;
    },
  });
}

/** A text that matches. */
export function text(pattern: RegExp, expected: string) {
  return z.string(says(expected)).regex(pattern, says(expected));
}

/** A list of at least `min` items. */
export function list<T extends z.ZodType>(item: T, min: number) {
  const message = says(`a list of ${min} or more`);
  return z.array(item, message).min(min, message);
}

/** A list with an item for each of something; a single number has become such a list before. */
export function oneEach<T extends z.ZodType>(item: T, of: string) {
  const message = says(`a number, or a list of one per ${of}`);
  return writtenAs(z.array(item, message).min(1, message), z.union([item, z.array(item)]));
}

/** One value, or a list of at least one. */
export function oneOrMore<T>(one: z.ZodType<T>, error: string) {
  const isOne = (input: unknown) => one.safeParse(input).success;
  const isList = (input: unknown) => Array.isArray(input) && input.length > 0 && input.every(isOne);
  const schema = z.custom<T | T[]>((input) => isOne(input) || isList(input), { error });
  return writtenAs(schema, z.union([one, z.array(one)]));
}

/** A list of at least `min` items of which no two are equal. */
export function distinct<T extends z.ZodType>(item: T, min: number) {
  return list(item, min).refine((items) => !firstRepeated(items), {
    error: ({ input }) =>
      `expected different values (${JSON.stringify(firstRepeated(input)?.value)} repeats)`,
  });
}

/** The first item that equals one before it, as JSON; null where all differ. */
export function firstRepeated(items: unknown): { readonly index: number; readonly value: unknown } | null {
  if (!Array.isArray(items)) return null;
  const texts = items.map((item) => JSON.stringify(item));
  const index = texts.findIndex((text, i) => texts.indexOf(text) < i);
  return index < 0 ? null : { index, value: items[index] };
}

/** A mapping checked elsewhere, which may have any of the fields of `whole`. */
export function anyMapping<T>(whole?: z.ZodObject) {
  const schema = z.custom<T>(isMapping, says('a mapping'));
  return whole ? writtenAs(schema, whole) : schema;
}

export interface MappingOptions {
  /** Keys that are known and not supported yet. */
  readonly later?: readonly string[];
  readonly expected?: string;
  /** What to do in place of an unknown key, `expected ...`; undefined of others. */
  readonly advice?: (key: string) => string | undefined;
}

/**
 * Exactly these keys. The message of an unknown one is the nearest key, or what `expectedOf` says
 * of all, or NOT_YET.
 */
export function mapping<S extends z.ZodRawShape>(
  shape: S,
  { later = [], expected = 'a mapping', advice }: MappingOptions = {},
) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `expected ${expected}`;
      const key = (issue.keys as string[])[0]!;
      if (later.includes(key)) return NOT_YET;
      const known = Object.keys(shape);
      return advice?.(key) ?? closeName(key, known) ?? expectedOf(known);
    },
  });
}

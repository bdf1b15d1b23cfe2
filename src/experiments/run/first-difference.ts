import { isMapping } from '../../configuration/plain-data.js';

/** Where two values differ first. */
export interface Difference {
  /** Dotted path. */
  readonly path: string;
  readonly there: unknown;
  readonly here: unknown;
}

export interface DifferenceOptions {
  /** Paths that may differ, with all below them. */
  readonly except?: readonly string[];
  /** Look only at keys that both have. Default false. */
  readonly common?: boolean;
}

/**
 * The first difference between two plain values, key by key in mappings, others as JSON has them;
 * null where there is none.
 */
export function firstDifference(
  there: unknown,
  here: unknown,
  options: DifferenceOptions = {},
  path = '',
): Difference | null {
  const { except = [], common = false } = options;
  if (except.includes(path)) return null;
  if (!isMapping(there) || !isMapping(here)) {
    return JSON.stringify(there) === JSON.stringify(here) ? null : { path, there, here };
  }
  for (const key of new Set([...Object.keys(there), ...Object.keys(here)])) {
    if (common && !(key in there && key in here)) continue;
    const inner = path === '' ? key : `${path}.${key}`;
    const found = firstDifference(there[key], here[key], options, inner);
    if (found) return found;
  }
  return null;
}

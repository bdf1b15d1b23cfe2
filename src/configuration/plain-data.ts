/** Keys to values of any kind, as YAML and JSON give them. */
export type Mapping = { readonly [key: string]: unknown };

/** `T` with every field, at any depth, readonly. */
export type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** `T` with every field, at any depth, left out at will; lists are whole or absent. */
export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * `over` laid on `base`: mappings key by key at every depth, anything else replaced whole. A new
 * value.
 */
export function merged(base: unknown, over: unknown): unknown {
  if (!isMapping(base) || !isMapping(over)) return over;
  const both = Object.entries(over).map(([key, value]) => [
    key,
    Object.hasOwn(base, key) ? merged(base[key], value) : value,
  ]);
  return Object.fromEntries([...Object.entries(base), ...both]);
}

/** Freezes `value` and all it holds, in place. */
export function deepFreeze<T>(value: T): DeepReadonly<T> {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value as DeepReadonly<T>;
}

/** The entries of `value` under `keys`. */
export function picked(value: object, keys: readonly string[]): Mapping {
  return Object.fromEntries(keys.map((key) => [key, (value as Mapping)[key]]));
}

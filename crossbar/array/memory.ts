/**
 * Numbers that something remembers from one call to the next, in one array or more: stored and put
 * back, it goes on as if never stopped.
 */
export type StoredState = readonly (Float32Array | Float64Array)[];

/** Named numbers that live in an array, so that they are stored and put back with others. */
export interface StoredNumbers<Name extends string> {
  readonly numbers: Record<Name, number>;
  /** The same numbers, in the order of their names. */
  readonly values: Float64Array;
}

export function storedNumbers<Name extends string>(initial: Record<Name, number>): StoredNumbers<Name> {
  const names = Object.keys(initial) as Name[];
  const values = Float64Array.from(names, (name) => initial[name]);
  const numbers = {} as Record<Name, number>;
  names.forEach((name, i) => {
    Object.defineProperty(numbers, name, {
      enumerable: true,
      get: () => values[i],
      set(value: number) {
        values[i] = value;
      },
    });
  });
  return { numbers: Object.seal(numbers), values };
}

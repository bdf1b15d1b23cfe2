/** One array of numbers that is kept from one call to the next, by its name. */
export interface StoredArray {
  /** Parts joined by a slash, such as `layer 0/write/step`. */
  readonly name: string;
  readonly values: Float32Array | Float64Array;
}

/**
 * All that something remembers: stored and put back, it goes on as if never stopped. No name stands
 * twice.
 */
export type StoredState = readonly StoredArray[];

/** Arrays by name; those that are absent are left out. */
export function storedState(
  arrays: Readonly<Record<string, StoredArray['values'] | null | undefined>>,
): StoredState {
  return Object.entries(arrays).flatMap(([name, values]) => (values ? [{ name, values }] : []));
}

/** The state of a part, its names behind that of the part; nothing where there is no part. */
export function stateUnder(part: string, state: StoredState | null | undefined): StoredState {
  return (state ?? []).map(({ name, values }) => ({ name: `${part}/${name}`, values }));
}

/** The states of several parts of a kind, numbered from 0: `tile 0/...`, `tile 1/...`. */
export function statesOf(kind: string, states: readonly StoredState[]): StoredState {
  return states.flatMap((state, i) => stateUnder(`${kind} ${i}`, state));
}

/** A copy that later changes leave alone. */
export function copyStored(state: StoredState): StoredState {
  return state.map(({ name, values }) => ({ name, values: values.slice() }));
}

/**
 * Puts stored numbers back into the arrays of the same names. Returns the name of the first array
 * that one side lacks, or whose length or type differs, and then changes nothing; null where all
 * went back.
 */
export function restoreState(state: StoredState, stored: StoredState): string | null {
  const found = new Map(stored.map(({ name, values }) => [name, values]));
  for (const { name, values } of state) {
    const from = found.get(name);
    if (from?.constructor !== values.constructor || from.length !== values.length) return name;
    found.delete(name);
  }
  const [extra] = found.keys();
  if (extra !== undefined) return extra;
  const from = new Map(stored.map(({ name, values }) => [name, values]));
  for (const { name, values } of state) values.set(from.get(name)!);
  return null;
}

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

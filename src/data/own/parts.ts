/** Training and test apart, or all in one. */
export interface Parts<T> {
  readonly train?: T;
  readonly test?: T;
  readonly all?: T;
}

/** The parts there are, in the order train, test, all. */
export function mapParts<T, U>(parts: Parts<T>, make: (part: T) => U): Parts<U> {
  const { train, test, all } = parts;
  return {
    ...(train !== undefined && { train: make(train) }),
    ...(test !== undefined && { test: make(test) }),
    ...(all !== undefined && { all: make(all) }),
  };
}

/** The parts there are, in the order train, test, all. */
export function listParts<T>({ train, test, all }: Parts<T>): readonly T[] {
  return [train, test, all].filter((part) => part !== undefined);
}

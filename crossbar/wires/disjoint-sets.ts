/** Sets of the whole numbers below some count, each alone at first. */
export interface DisjointSets {
  /** The number that stands for the set of `element`. */
  readonly find: (element: number) => number;
  readonly join: (a: number, b: number) => void;
}

/** Union and find with path halving; the smallest number stands for its set. */
export function createDisjointSets(count: number): DisjointSets {
  const parent = Uint32Array.from({ length: count }, (_, i) => i);
  const find = (element: number) => {
    let at = element;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  };
  const join = (a: number, b: number) => {
    const [low, high] = [find(a), find(b)].sort((x, y) => x - y);
    parent[high] = low;
  };
  return { find, join };
}

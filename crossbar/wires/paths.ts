import { createDisjointSets } from './disjoint-sets.js';
import { elementsOf, nodeNumbers } from './elements.js';
import type { WireNetwork } from './network.js';

export interface Paths {
  /**
   * Whether anything leads from the node (numbered as in `nodeNumbers`) to a source or a ground.
   */
  readonly isHeld: (node: number) => boolean;
  /** Whether anything leads from a source to a ground. */
  readonly conducts: boolean;
}

/** What cells and unbroken segments join. O(rows cols). */
export function pathsOf(network: WireNetwork): Paths {
  const { sources, grounds, count } = nodeNumbers(network);
  const sets = createDisjointSets(count);
  for (const { kind, from, to, value } of elementsOf(network)) {
    if (kind === 'cell' ? value > 0 : value < Infinity) sets.join(from, to);
  }
  const joined = (low: number, high: number) => {
    for (let node = low + 1; node < high; node++) sets.join(low, node);
  };
  joined(sources, grounds);
  joined(grounds, count);
  const [source, ground] = [sets.find(sources), sets.find(grounds)];
  return {
    isHeld: (node) => [source, ground].includes(sets.find(node)),
    conducts: source === ground,
  };
}

/** Whether a segment is broken. */
export function isBroken({ wordLineOhm, bitLineOhm }: WireNetwork): boolean {
  return wordLineOhm.includes(Infinity) || bitLineOhm.includes(Infinity);
}

import { permutation, type RandomStream } from '../../devices/index.js';
import type { Selection } from './batches.js';

export interface Stratified {
  readonly chosen: Selection;
  readonly rest: Selection;
}

/**
 * `count` images drawn so that every class keeps its share of the selection, to the nearest image
 * (largest remainders), and the others; both in the selection's order. O(images).
 */
export function stratified({ set, indices }: Selection, count: number, random: RandomStream): Stratified {
  const shares = new Float64Array(set.classes);
  for (const image of indices) shares[set.labels[image]] += count / indices.length;
  const wanted = shares.map(Math.floor);
  const missing = count - wanted.reduce((sum, n) => sum + n, 0);
  const byRemainder = [...shares.keys()].sort(
    (a, b) => shares[b] - wanted[b] - (shares[a] - wanted[a]) || a - b,
  );
  for (const c of byRemainder.slice(0, missing)) wanted[c]++;
  const taken = new Uint8Array(indices.length);
  for (const i of permutation(indices.length, { random, step: 0 })) {
    const c = set.labels[indices[i]];
    if (wanted[c] === 0) continue;
    wanted[c]--;
    taken[i] = 1;
  }
  const part = (flag: number) => ({ set, indices: indices.filter((_, i) => taken[i] === flag) });
  return { chosen: part(1), rest: part(0) };
}

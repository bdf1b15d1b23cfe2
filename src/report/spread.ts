/**
 * Moves values apart, in their order, until neighbours are at least `gap` away from each other and
 * none is above `top`; the ones that have room stay. Returns them in the order given. O(n log n).
 */
export function spread(values: readonly number[], gap: number, top: number): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const out = values.slice();
  order.forEach((index, rank) => {
    const below = order[rank - 1];
    if (below !== undefined) out[index] = Math.max(out[index]!, out[below]! + gap);
  });
  let ceiling = top;
  for (const index of order.reverse()) {
    out[index] = Math.min(out[index]!, ceiling);
    ceiling = out[index]! - gap;
  }
  return out;
}

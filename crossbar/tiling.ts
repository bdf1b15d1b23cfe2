import type { Span } from './kernels/kernels.js';

/** Lines 0 .. total - 1 cut into tiles of `size`, the last one shorter. */
export function tileSpans(total: number, size: number): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < total; from += size) spans.push({ from, to: Math.min(from + size, total) });
  return spans;
}

/** The weights [outputs, inputs] of one physical tile. */
export interface Tile {
  readonly inputs: Span;
  readonly outputs: Span;
}

/** The tiles under a matrix [rows, cols] of pairs, two bit lines a row of weights. */
export function createTiles(
  { rows, cols }: { readonly rows: number; readonly cols: number },
  { wordLines, bitLines }: { readonly wordLines: number; readonly bitLines: number },
): readonly Tile[] {
  return tileSpans(cols, wordLines).flatMap((inputs) =>
    tileSpans(rows, bitLines >> 1).map((outputs) => ({ inputs, outputs })),
  );
}

import type { Span } from '../kernels/contract/panels.js';
import type { WeightMapping } from './mapping.js';

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

/** The tiles under a matrix of weights [rows, cols]. */
export function createTiles(
  { rows, cols }: { readonly rows: number; readonly cols: number },
  { wordLines, bitLines }: { readonly wordLines: number; readonly bitLines: number },
  mapping: WeightMapping,
): readonly Tile[] {
  return tileSpans(cols, wordLines).flatMap((inputs) =>
    tileSpans(rows, mapping.outputsOn(bitLines)).map((outputs) => ({ inputs, outputs })),
  );
}

/** Share of the cells of all tiles that hold a weight or a reference. */
export function utilisation(
  { rows, cols }: { readonly rows: number; readonly cols: number },
  tile: { readonly wordLines: number; readonly bitLines: number },
  mapping: WeightMapping,
): number {
  const tiles = createTiles({ rows, cols }, tile, mapping);
  const used = tiles.reduce(
    (sum, { inputs, outputs }) =>
      sum + (inputs.to - inputs.from) * mapping.bitLinesUnder(outputs.to - outputs.from),
    0,
  );
  return used / (tiles.length * tile.wordLines * tile.bitLines);
}

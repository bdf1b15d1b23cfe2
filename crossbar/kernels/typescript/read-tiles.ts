import type { DigitiseOptions, Kernels, TilesRead } from '../contract/kernels.js';

/** What the converters of tile `at` do to its currents beside rounding and clipping them. */
export type Adjust = (at: number) => Pick<DigitiseOptions, 'sigma' | 'range' | 'spacing'>;

/**
 * `Kernels.readTiles` by one call of the kernels after another; `adjust` may change partial and
 * variance of each tile.
 */
export function readTilesInTurn(
  kernels: Kernels,
  { sum, drive, adjust }: { sum: Float32Array; drive: Float32Array; adjust?: Adjust },
  read: TilesRead,
): number {
  const { batch, packed, weights, squares, partial, variance, sigma, draw, tiles } = read;
  const count = batch * weights.rows;
  let saturated = 0;
  tiles.forEach((tile, at) => {
    kernels.packRows(packed, drive, batch, tile.span);
    kernels.multiplyInto(partial, packed, weights);
    if (variance !== null && squares !== null) {
      kernels.squarePacked(packed);
      kernels.multiplyInto(variance, packed, squares);
    }
    const { range, spacing, sub } = tile;
    const converter = adjust?.(at) ?? { sigma, range, spacing };
    saturated += kernels.digitiseInto(sum, partial, {
      count,
      variance,
      ...converter,
      draw: { ...draw, sub },
    });
  });
  return saturated;
}

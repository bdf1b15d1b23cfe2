import type { Draw } from '../../../devices/index.js';
import type { DigitiseOptions, Kernels, Span } from '../contract/kernels.js';
import type { PackedTiles } from '../contract/packed.js';
import type { Panels } from '../contract/panels.js';

/** One read of an array, from the voltages on its lines to the sum of what the converters of its tiles say. */
export interface TilesRead {
  readonly batch: number;
  /** Of as many tiles as are read. */
  readonly packed: PackedTiles;
  readonly weights: Panels;
  /** Goes with `variance`; null = no read noise. */
  readonly squares: Panels | null;
  readonly partial: Float32Array;
  readonly variance: Float32Array | null;
  readonly sigma: number;
  readonly draw: Omit<Draw, 'sub'>;
  readonly tiles: readonly ReadTile[];
}

export interface ReadTile {
  readonly span: Span;
  readonly range: number;
  readonly spacing: number;
  readonly sub: number;
}

/** What the converters of tile `at` do to its currents beside rounding and clipping them. */
export type Adjust = (at: number) => Pick<DigitiseOptions, 'sigma' | 'range' | 'spacing'>;

/** `Kernels.readTiles` by one call of the kernels after another; `adjust` may change partial and variance of each tile. */
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

import type { RandomStream } from '../../devices/index.js';
import type { Kernels, TilesRead } from '../kernels/contract/kernels.js';
import type { Span } from '../kernels/contract/panels.js';
import { type Panels, panelIndex } from '../kernels/contract/panels.js';

/**
 * Devices of reference columns, one column beside the weights of a tile, whose read noise is common
 * to all of these.
 */
export interface References {
  /** G-^2 / scaleS^2 [tiles of outputs, inputs]. */
  readonly squares: Panels;
  /** The rows of weights beside each column. */
  readonly outputs: readonly Span[];
}

/**
 * Adds the noise of references to tile `at` of a read whose products, and the squares of what it
 * packed, are made; see `readTilesInTurn`. O(vectors x outputs).
 */
export type AddReferenceNoise = (
  read: TilesRead & { readonly variance: Float32Array },
  at: number,
  of: { readonly references: References; readonly drive: Float32Array },
) => void;

export interface ReferenceNoiseOptions {
  /** `forward` by default. */
  readonly direction?: 'forward' | 'backward';
  readonly random: RandomStream;
  readonly kernels: Kernels;
  readonly maxBatch: number;
}

/**
 * Forward, the current of a reference column is subtracted from all outputs of its tile, and so is
 * its noise: one normal xi a vector and column. Backward, the column is driven by the sum of what
 * drives its tile, and all its cells differ: more variance.
 *
 *   forward   partial[b, r] -= sigma sqrt(sum_k G-_k^2 f(v_bk)^2) xi_b,   r on the tile
 *   backward  variance[b, k] += G-_k^2 (sum_r f(v_br))^2,                 r on the tile
 */
export function createReferenceNoise(options: ReferenceNoiseOptions): AddReferenceNoise {
  return options.direction === 'backward' ? addBackwardVariance : createForwardNoise(options);
}

function createForwardNoise({ random, kernels, maxBatch }: ReferenceNoiseOptions): AddReferenceNoise {
  const own = random.stream('reference');
  let scratch: { readonly variance: Float32Array; readonly xi: Float32Array } | null = null;
  return ({ batch, packed, weights, partial, sigma, draw, tiles }, at, { references }) => {
    const { squares, outputs } = references;
    const size = maxBatch * outputs.length;
    scratch ??= { variance: kernels.float32(size), xi: kernels.float32(size) };
    const { variance, xi } = scratch;
    kernels.multiplyInto(variance, packed, squares);
    kernels.normalInto(xi, { random: own, step: draw.step, sub: tiles[at].sub });
    for (let b = 0; b < batch; b++) {
      outputs.forEach(({ from, to }, column) => {
        const i = b * outputs.length + column;
        const noise = sigma * Math.sqrt(variance[i]) * xi[i];
        for (let row = from; row < to; row++) partial[b * weights.rows + row] -= noise;
      });
    }
  };
}

const addBackwardVariance: AddReferenceNoise = (
  { batch, weights, variance },
  at,
  { references: { squares, outputs }, drive },
) => {
  const { from, to } = outputs[at];
  const { rows: lines, cols: inputs } = weights;
  for (let b = 0; b < batch; b++) {
    let sum = 0;
    for (let row = from; row < to; row++) sum += drive[b * inputs + row];
    for (let k = 0; k < lines; k++) {
      variance[b * lines + k] += squares.data[panelIndex(squares, at, k)] * sum ** 2;
    }
  }
};

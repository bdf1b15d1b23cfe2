import { type Energy, openWalls } from './energy.js';
import { biases, leak, synapses } from './energy-terms.js';

export interface HopfieldOptions {
  /** [post][pre] */
  readonly weights: readonly Float64Array[];
  /** Of every layer behind the input. */
  readonly biases: readonly Float64Array[];
  /** Units a layer, input first. */
  readonly layers: readonly number[];
  /** `clipped`: outputs stay in [0, 1], as hidden units do. */
  readonly output?: 'linear' | 'clipped';
}

/**
 * Symmetric neurons, hidden ones clipped to [0, 1]:
 *
 *   E(s) = sum_l 1/2 |s_l|^2 - s_l^T W_l s_(l-1) - b_l s_l
 *
 * (Scellier et al. 2023, arXiv:2312.15103, eq. 8, of fully connected layers). Convex where the
 * weights are small.
 */
export function hopfieldEnergy({ layers, output = 'linear', ...options }: HopfieldOptions): Energy {
  const weights = options.weights.map((matrix, l) => synapses(l, matrix));
  const offsets = options.biases.map((values, l) => biases(l + 1, values));
  const walls = openWalls(layers);
  const clipped = output === 'clipped' ? layers.length : layers.length - 1;
  for (let l = 1; l < clipped; l++) {
    walls.lower[l].fill(0);
    walls.upper[l].fill(1);
  }
  return Object.freeze<Energy>({
    layers,
    walls,
    weights,
    biases: offsets,
    terms: [leak(), ...weights, ...offsets],
  });
}

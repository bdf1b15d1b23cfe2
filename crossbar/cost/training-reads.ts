import type { CouplingWork } from './chip.js';

export interface TrainingReads {
  /** Units of every layer, the input first. */
  readonly layers: readonly number[];
  /** Phases that an image goes through: free, and nudged once or twice. */
  readonly phases: number;
  /** Relaxation sweeps of all phases together. */
  readonly sweeps: number;
}

/**
 * Reads of every weight matrix for one image of equilibrium propagation, layers taking turns: the
 * clamped input is read once a phase; in each sweep every other matrix is read forward by the layer
 * above it and backward by the one below.
 */
export function eqpropReads({ layers, phases, sweeps }: TrainingReads): readonly CouplingWork[] {
  return pairs(layers, (inner) => (inner ? [sweeps, sweeps] : [phases, 0]));
}

/**
 * Reads for one image of backpropagation: once forward, and once backward where errors go through.
 */
export function backpropReads(layers: readonly number[]): readonly CouplingWork[] {
  return pairs(layers, (inner) => [1, inner ? 1 : 0]);
}

function pairs(layers: readonly number[], reads: (inner: boolean) => readonly [number, number]) {
  return layers.slice(1).map((outputs, l): CouplingWork => {
    const [forwardReads, backwardReads] = reads(l > 0);
    return { inputs: layers[l]!, outputs, forwardReads, backwardReads };
  });
}

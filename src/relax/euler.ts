import { checkNumber, InputError } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import { createDrives, type Drives } from './drives.js';
import type { Relax } from './relaxation.js';

export interface StepOptions {
  /** Length of a step, in time constants of a neuron. */
  readonly dt: number;
  readonly maxBatch: number;
  /**
   * Those of another relaxation of the same network, so that one may go on from the input's product
   * of the other.
   */
  readonly drives?: Drives;
}

/**
 * Explicit Euler on all layers at once, as published (doi 10.1088/2634-4386/ad8c78; Scellier and
 * Bengio 2017, doi 10.3389/fncom.2017.00024). With hard-sigmoid neurons clipped to [0, 1]:
 *
 *   s_l <- clip(s_l + dt drive_l, 0, 1)
 *   drive_l = -s_l + W_l s_(l-1) + b_l + W_(l+1)^T s_(l+1) [+ beta (target - s_L)]
 *
 * The input's product is read once a phase, the others at every step. Runs phase.steps steps,
 * unless a state is not finite.
 */
export function createEuler(network: Network, { dt, maxBatch, ...shared }: StepOptions): Relax {
  checkNumber('eqprop.dt', dt, { min: Number.MIN_VALUE, max: 1 });
  const { layers, kernels } = network;
  const last = layers.length - 1;
  const drives = shared.drives ?? createDrives(network, maxBatch);
  let pushed: Float32Array | null = null;

  return (state, phase) => {
    if (phase.clampOutput)
      throw new InputError('eqprop.strategy euler cannot hold the output (got teaching: clamp)');
    const { batch: rows, steps, nudge, outputDrive, masks } = phase;
    if (outputDrive) pushed ??= kernels.float32(maxBatch * layers[last]);
    drives.begin(state, rows, phase.reuseInputProduct ?? false);
    const numbers = layers.map((_, l) => l).slice(1);
    const reads = numbers.flatMap((l) => drives.reads(l, state, { batch: rows, threshold: 0 }));
    const pushes =
      outputDrive && pushed
        ? [{ kind: 'other', call: outputDrive.bind(null, pushed, state, rows) } as const]
        : [];
    const moves = numbers.map((l) => {
      const top = l === last ? { nudge, ...(outputDrive && { feedback: pushed }) } : { nudge: null };
      const layer = { ...drives.at(l, rows), ...top, mask: masks[l] ?? null, dt };
      return { kind: 'leak', state: state[l], layer } as const;
    });
    const until = { limit: steps, tolerance: -1 };
    const { rounds, change } = drives.repeat([...reads, ...pushes, ...moves], until, rows);
    const status = Number.isNaN(change) ? 'non-finite' : 'max-steps';
    return { state, status, steps: rounds, residual: change / dt };
  };
}

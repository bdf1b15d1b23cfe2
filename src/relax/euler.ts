import { checkNumber } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import { createDrives } from './drives.js';
import type { Relax } from './relaxation.js';

/**
 * Explicit Euler on all layers at once, as published (doi 10.1088/2634-4386/ad8c78; Scellier and Bengio 2017,
 * doi 10.3389/fncom.2017.00024). With hard-sigmoid neurons clipped to [0, 1]:
 *
 *   s_l <- clip(s_l + dt (-s_l + W_l s_(l-1) + b_l + W_(l+1)^T s_(l+1) [+ beta (target - s_L)]), 0, 1)
 *
 * The input's product is read once a phase, the others at every step. Runs phase.steps steps, always.
 */
export function createEuler(network: Network, { dt, maxBatch }: { dt: number; maxBatch: number }): Relax {
  checkNumber('eqprop.dt', dt, { min: Number.MIN_VALUE, max: 1 });
  const { layers, kernels } = network;
  const last = layers.length - 1;
  const drives = createDrives(network, maxBatch);

  return (state, phase) => {
    const { batch: rows, steps, nudge, masks } = phase;
    if (!phase.inputRead) drives.readInput(state, rows);
    let change = 0;
    for (let step = 0; step < steps; step++) {
      for (let l = 1; l <= last; l++) drives.read(l, state, rows);
      change = 0;
      for (let l = 1; l <= last; l++) {
        const layer = { ...drives.at(l), nudge: l === last ? nudge : null, mask: masks[l] ?? null, rows };
        change = Math.max(change, kernels.leakInto(state[l], { ...layer, dt }));
      }
    }
    const status = Number.isFinite(change) ? 'max-steps' : 'non-finite';
    return { state, status, steps, residual: change / dt };
  };
}

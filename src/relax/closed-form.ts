import { checkNumber, InputError } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import { createDrives } from './drives.js';
import type { StepOptions } from './euler.js';
import type { Relax } from './relaxation.js';

/**
 * What `createEuler` reaches, in one pass, for a network with one dynamical layer: its units do not
 * interact, so with q = 1 - dt (1 + beta) and E = (I + beta target) / (1 + beta)
 *
 *   s(steps) = clip(E + (s(0) - E) q^steps, 0, 1),    I = W x + b
 *
 * exactly, bounds included, since each unit approaches E monotonically (0 <= q < 1, beta > -1). The
 * residual is that of a unit that met no bound, from the largest change: an upper bound.
 */
export function createClosedForm(network: Network, { dt, maxBatch, ...shared }: StepOptions): Relax {
  checkNumber('eqprop.dt', dt, { min: Number.MIN_VALUE, max: 1 });
  const { layers, kernels } = network;
  if (layers.length !== 2) {
    const hidden = layers.length - 2;
    throw new InputError(`eqprop.strategy closed-form needs a network without hidden layers (got ${hidden})`);
  }
  const drives = shared.drives ?? createDrives(network, maxBatch);

  return (state, phase) => {
    if (phase.clampOutput)
      throw new InputError('eqprop.strategy closed-form cannot hold the output (got teaching: clamp)');
    const { batch: rows, steps, nudge, masks } = phase;
    if (phase.outputDrive) throw new InputError('eqprop.strategy closed-form cannot take a push (got one)');
    const beta = nudge?.beta ?? 0;
    const rate = 1 - dt * (1 + beta);
    if (beta <= -1 || rate < 0) {
      throw new InputError(`eqprop.beta must keep 0 <= 1 - dt (1 + beta) < 1 (got beta=${beta}, dt=${dt})`);
    }
    const decay = rate ** steps;
    drives.begin(state, rows, phase.reuseInputProduct ?? false);
    const layer = { ...drives.at(1, rows), nudge, mask: masks[1] ?? null };
    const change = kernels.settleInto(state[1], { ...layer, decay });
    const status = Number.isFinite(change) ? 'max-steps' : 'non-finite';
    return { state, status, steps, residual: ((change * decay) / (1 - decay)) * (1 + beta) };
  };
}

import { checkNumber, InputError } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import { clip } from './euler.js';
import type { Relax } from './relaxation.js';

/**
 * What `createEuler` reaches, in one pass, for a network with one dynamical layer: its units do not interact, so with
 * q = 1 - dt (1 + beta) and E = (I + beta target) / (1 + beta)
 *
 *   s(steps) = clip(E + (s(0) - E) q^steps, 0, 1),    I = W x + b
 *
 * exactly, walls included, since each unit approaches E monotonically (0 <= q < 1). beta > -1.
 */
export function createClosedForm(
  network: Network,
  { dt, maxBatch }: { dt: number; maxBatch: number },
): Relax {
  checkNumber('eqprop.dt', dt, { min: Number.MIN_VALUE, max: 1 });
  const { layers, couplings, biases, kernels } = network;
  if (layers.length !== 2) {
    const hidden = layers.length - 2;
    throw new InputError(`eqprop.strategy closed-form needs a network without hidden layers (got ${hidden})`);
  }
  const units = layers[1];
  const bias = biases[0];
  const drive = kernels.float32(maxBatch * units);

  return (state, { batch, steps, nudge, masks }) => {
    couplings[0].forwardInto(drive, state[0], batch);
    const output = state[1];
    const beta = nudge?.beta ?? 0;
    const rate = 1 - dt * (1 + beta);
    if (beta <= -1 || rate < 0) {
      throw new InputError(`eqprop.beta must keep 0 <= 1 - dt (1 + beta) < 1 (got beta=${beta}, dt=${dt})`);
    }
    const decay = rate ** steps;
    const target = nudge?.target;
    const mask = masks[1];
    let residual = 0;
    for (let i = 0, unit = 0; i < batch * units; i++) {
      const pull = target ? beta * target[i] : 0;
      const equilibrium = (drive[i] + bias[unit] + pull) / (1 + beta);
      const open = equilibrium + (output[i] - equilibrium) * decay;
      const inside = clip(open);
      // At a wall the state rests (0 * open keeps NaN); inside it still moves at the rate that is left.
      const left = inside === open ? Math.abs(open - equilibrium) * (1 + beta) : 0 * open;
      residual = Math.max(residual, left);
      output[i] = mask ? inside * mask[i] : inside;
      if (++unit === units) unit = 0;
    }
    const status = Number.isFinite(residual) ? 'max-steps' : 'non-finite';
    return { state, status, steps, residual };
  };
}

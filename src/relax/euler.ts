import { checkNumber } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import type { Phase, Relax } from './relaxation.js';

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
  const { layers, couplings, biases, kernels } = network;
  const scratch = () => layers.map((units, l) => kernels.float32(l === 0 ? 0 : maxBatch * units));
  const up = scratch();
  const down = scratch();
  const last = layers.length - 1;

  return (state, phase) => {
    const { batch, steps, nudge } = phase;
    couplings[0].forwardInto(up[1], state[0], batch);
    let residual = 0;
    for (let step = 0; step < steps; step++) {
      for (let l = 1; l < last; l++) {
        couplings[l].forwardInto(up[l + 1], state[l], batch);
        couplings[l].backwardInto(down[l], state[l + 1], batch);
      }
      residual = 0;
      for (let l = 1; l <= last; l++) {
        const feedback = l < last ? down[l] : null;
        const pull = l === last ? nudge : null;
        const layer = { units: layers[l], bias: biases[l - 1], drive: up[l], feedback, nudge: pull };
        residual = Math.max(residual, stepLayer(state[l], layer, { dt, phase, mask: phase.masks[l] }));
      }
    }
    const status = Number.isFinite(residual) ? 'max-steps' : 'non-finite';
    return { state, status, steps, residual };
  };
}

interface Layer {
  readonly units: number;
  readonly bias: Float32Array;
  readonly drive: Float32Array;
  readonly feedback: Float32Array | null;
  readonly nudge: Phase['nudge'];
}

/** One step of one layer in place; returns its largest |ds/dt|, NaN where a state is not finite. */
function stepLayer(
  state: Float32Array,
  { units, bias, drive, feedback, nudge }: Layer,
  { dt, phase, mask }: { dt: number; phase: Phase; mask: Float32Array | null | undefined },
): number {
  let largest = 0;
  for (let i = 0, unit = 0; i < phase.batch * units; i++) {
    const s = state[i];
    let rate = drive[i] + bias[unit] - s;
    if (feedback) rate += feedback[i];
    if (nudge) rate += nudge.beta * (nudge.target[i] - s);
    const moved = clip(s + dt * rate) * (mask ? mask[i] : 1);
    largest = Math.max(largest, Math.abs(moved - s) / dt);
    state[i] = moved;
    if (++unit === units) unit = 0;
  }
  return largest;
}

/** x inside [0, 1]; NaN stays NaN. */
export function clip(x: number): number {
  return x < 0 ? 0 : x > 1 ? 1 : x;
}

import { checkNumber, InputError } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import { createDrives, type Drives } from './drives.js';
import type { Relax } from './relaxation.js';

/**
 * Exact block-coordinate minimisation of the energy: the odd layers, then the even ones, are each put at the minimum of
 * the energy with their neighbours held,
 *
 *   s_l <- clip((W_l s_(l-1) + b_l + W_(l+1)^T s_(l+1) [+ beta target]) / (1 [+ beta]), 0, 1)
 *
 * so the energy never rises (Scellier et al. 2024, arXiv:2402.11674, for resistive networks). One sweep updates every
 * layer once. Ends settled when no state moved by more than `tolerance` in a sweep, else after phase.steps sweeps.
 * beta > -1. Odd layers share no coupling, nor do even ones, so a sweep costs as many products as an Euler step.
 */
export function createBlock(
  network: Network,
  { tolerance, maxBatch, ...shared }: { tolerance: number; maxBatch: number; drives?: Drives },
): Relax {
  checkNumber('eqprop.tolerance', tolerance, { min: 0 });
  const { layers, kernels } = network;
  const last = layers.length - 1;
  const drives = shared.drives ?? createDrives(network, maxBatch);
  const numbers = layers.map((_, l) => l).slice(1);
  const order = [...numbers.filter((l) => l % 2 === 1), ...numbers.filter((l) => l % 2 === 0)];

  return (state, phase) => {
    const { batch: rows, steps: limit, nudge, masks, hold } = phase;
    if (phase.push) throw new InputError('eqprop.strategy block cannot take a push (got one)');
    if (nudge && nudge.beta <= -1) throw new InputError(`eqprop.beta must be above -1 (got ${nudge.beta})`);
    if (!phase.inputRead) drives.readInput(state, rows);
    let steps = 0;
    let residual = Infinity;
    while (steps < limit && residual > tolerance) {
      residual = 0;
      for (const l of order) {
        if (hold && l === last) continue;
        drives.read(l, state, rows);
        const layer = { ...drives.at(l), nudge: l === last ? nudge : null, mask: masks[l] ?? null, rows };
        residual = Math.max(residual, kernels.settleInto(state[l], { ...layer, decay: 0 }));
      }
      steps++;
      if (!Number.isFinite(residual)) return { state, status: 'non-finite', steps, residual };
    }
    return { state, status: residual <= tolerance ? 'settled' : 'max-steps', steps, residual };
  };
}

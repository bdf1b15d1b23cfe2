import type { RoundCall } from '../../crossbar/index.js';
import { checkNumber, InputError } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import { createDrives, type Drives } from './drives.js';
import type { Relax } from './relaxation.js';
import { sweepToRest } from './rest.js';

export interface BlockOptions {
  readonly tolerance: number;
  readonly maxBatch: number;
  /** Those of another relaxation of the same network, see `StepOptions`. */
  readonly drives?: Drives;
}

/**
 * A state updates the drives of its neighbours when its moves add up to more than this share of the
 * largest move allowed in the last sweep.
 */
const quietShare = 0.1;

/**
 * Exact block-coordinate minimisation of the energy: the odd layers, then the even ones, are each
 * put at the minimum of the energy with their neighbours held,
 *
 *   s_l <- clip((W_l s_(l-1) + b_l + W_(l+1)^T s_(l+1) [+ beta target]) / (1 [+ beta]), 0, 1)
 *
 * so the energy never rises (Scellier et al. 2024, arXiv:2402.11674, for resistive networks). One
 * sweep updates every layer once. Ends settled when no state moved by more than `tolerance` in a
 * sweep and none is farther than that from rest, as `distanceFromRest` estimates, else after
 * phase.steps sweeps. beta > -1.
 *
 * Float couplings update a drive when a state has changed by more than a tenth of the move allowed
 * in the last sweep; smaller changes are collected first. A drive is therefore off by at most that
 * tenth times the sum of the magnitudes of its weights. No coupling joins two odd layers or two
 * even ones, so a sweep costs as many products as an Euler step.
 */
export function createBlock(network: Network, { tolerance, maxBatch, ...shared }: BlockOptions): Relax {
  checkNumber('eqprop.tolerance', tolerance, { min: 0 });
  const { layers } = network;
  const last = layers.length - 1;
  const drives = shared.drives ?? createDrives(network, maxBatch);
  const numbers = layers.map((_, l) => l).slice(1);
  const order = [...numbers.filter((l) => l % 2 === 1), ...numbers.filter((l) => l % 2 === 0)];

  return (state, phase) => {
    const { batch: rows, steps: limit, nudge, masks, clampOutput } = phase;
    if (phase.outputDrive) throw new InputError('eqprop.strategy block cannot take a push (got one)');
    if (nudge && nudge.beta <= -1) throw new InputError(`eqprop.beta must be above -1 (got ${nudge.beta})`);
    drives.begin(state, rows, phase.reuseInputProduct ?? false);
    const callsAbove = (threshold: number): RoundCall[] =>
      order
        .filter((l) => !(clampOutput && l === last))
        .flatMap((l) => {
          const layer = {
            ...drives.at(l, rows),
            nudge: l === last ? nudge : null,
            mask: masks[l] ?? null,
            decay: 0,
          };
          const settle = { kind: 'settle', state: state[l], layer } as const;
          return [...drives.reads(l, state, { batch: rows, threshold }), settle];
        });
    const options = { limit, tolerance, unfollowed: drives.isFollowing ? quietShare : 0 };
    const { rounds: steps, residual } = sweepToRest(options, (until) =>
      drives.repeat(callsAbove(quietShare * until.tolerance), until, rows),
    );
    if (Number.isNaN(residual)) return { state, status: 'non-finite', steps, residual };
    return { state, status: residual <= tolerance ? 'settled' : 'max-steps', steps, residual };
  };
}

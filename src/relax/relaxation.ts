import type { NetworkState } from '../network/network.js';

/**
 * One phase of equilibrium propagation: how long the network relaxes, and what pulls at its output.
 */
export interface Phase {
  /** Images, <= the batch that the relaxation was made for. */
  readonly batch: number;
  readonly steps: number;
  /** Adds beta (target - output) to the output's drive; null = the free phase. */
  readonly nudge: { readonly beta: number; readonly target: Float32Array } | null;
  /**
   * Sets a drive [batch, units] on the top layer from the states as they are, at every step: the
   * pull of a loss whose output does not relax. Euler steps alone take it.
   */
  readonly outputDrive?: (out: Float32Array, state: NetworkState, batch: number) => void;
  /**
   * Dropout: masks[l] [batch, units] of 0 and 1 multiplies layer l's state; null = none. masks[0]
   * is ignored.
   */
  readonly masks: readonly (Float32Array | null)[];
  /** The output stays as it stands, as if clamped; block relaxation alone takes it. */
  readonly clampOutput?: boolean;
  /** The input's product of the call before still holds and is not read again. */
  readonly reuseInputProduct?: boolean;
}

/** What became of a relaxation. `state` is the state handed in, changed in place. */
export interface Relaxation {
  readonly state: NetworkState;
  readonly status: 'settled' | 'max-steps' | 'non-finite';
  readonly steps: number;
  /**
   * How far it is from rest. Of a relaxation to a tolerance the estimated largest distance of a
   * state from rest, see `distanceFromRest`: Infinity where what a round moves did not shrink. Of
   * Euler steps the largest |ds/dt| of a unit at the last one, of sweeps in a fixed number what the
   * last one moved. Walls and masks included.
   */
  readonly residual: number;
}

/**
 * Lets a network move from `state` for a phase. The clamped input's coupling is read once a call,
 * so that a noisy array gives each phase a read of its own, unless the phase says
 * `reuseInputProduct`.
 */
export type Relax = (state: NetworkState, phase: Phase) => Relaxation;

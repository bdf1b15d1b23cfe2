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
   * Computes a drive [batch, units] on the top layer from the current states at every step: the
   * pull of a loss whose output does not relax. Euler steps only.
   */
  readonly outputDrive?: (out: Float32Array, state: NetworkState, batch: number) => void;
  /**
   * Dropout: masks[l] [batch, units] of 0 and 1 multiplies layer l's state; null = none. masks[0]
   * is ignored.
   */
  readonly masks: readonly (Float32Array | null)[];
  /** Holds the output at its present value. Block relaxation only. */
  readonly clampOutput?: boolean;
  /** The input's product of the previous call is still valid and is not read again. */
  readonly reuseInputProduct?: boolean;
}

/** The outcome of a relaxation. `state` is the state passed in, changed in place. */
export interface Relaxation {
  readonly state: NetworkState;
  readonly status: 'settled' | 'max-steps' | 'non-finite';
  readonly steps: number;
  /**
   * How far the network is from rest, with bounds and masks applied:
   * - relaxation to a tolerance: the estimated largest distance of a state from rest, see
   *   `distanceFromRest`; Infinity where the last round moved no less than the one before,
   * - Euler steps: the largest |ds/dt| of a unit at the last step,
   * - a fixed number of sweeps: the largest move of a state in the last sweep.
   */
  readonly residual: number;
}

/**
 * Relaxes a network from `state` for a phase. Each call reads the first coupling once, so that a
 * noisy array gives every phase its own read, unless the phase sets `reuseInputProduct`.
 */
export type Relax = (state: NetworkState, phase: Phase) => Relaxation;

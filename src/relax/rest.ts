import type { RoundLimit, RoundsDone } from '../../crossbar/index.js';
import { joined } from './kept-products.js';

export interface RestOptions extends RoundLimit {
  /**
   * A state that moves by less than this share of the largest move allowed in the last round may
   * not have updated the drives of the other units yet; 0 by default: every move updates them.
   */
  readonly unfollowed?: number;
  /** The last bit of a state, 2^-23 by default. */
  readonly resolution?: number;
}

/**
 * Sweeps until no state moved by more than `tolerance` and `distanceFromRest` estimates that none
 * is farther than that from rest. `sweep` runs rounds as `Kernels.repeat` does; it receives the
 * largest move at which it may stop. `residual` is the estimated distance after the last round and
 * `change` its largest move; both are NaN where a state is not finite.
 */
export function sweepToRest(options: RestOptions, sweep: (until: RoundLimit) => RoundsDone) {
  const { limit, tolerance, unfollowed = 0, resolution = 2 ** -23 } = options;
  let done: RoundsDone = { rounds: 0, change: Infinity, before: Infinity };
  let residual = Infinity;
  let move = tolerance;
  while (done.rounds < limit && residual > tolerance) {
    done = joined(done, sweep({ limit: limit - done.rounds, tolerance: move }));
    // While all moves are too small to update any drive, no move does not mean rest.
    const isWaiting = unfollowed > 0 && move > 0 && done.change <= unfollowed * move;
    residual = isWaiting ? Infinity : distanceFromRest(done, resolution);
    move = isWaiting ? done.change : lastMove(tolerance, done);
  }
  return { rounds: done.rounds, change: done.change, residual };
}

/** A move after which `tolerance` is left, where rounds go on to shrink as they did. */
function lastMove(tolerance: number, { change, before }: RoundsDone): number {
  const isShrinking = change < before && before < Infinity;
  return isShrinking ? Math.min(tolerance, (tolerance * (before - change)) / change) : tolerance;
}

/**
 * About how far from rest the state that moved most may still be. Where rounds shrink the distance
 * to r times itself, so do they shrink what they move: r = change / before, and what is left after
 * a move of `change` is
 *
 *   change (r + r^2 + ...) = change r / (1 - r).
 *
 * Never less than `change`; Infinity where one round alone is known or changes do not shrink. Moves
 * up to `resolution`, the last bit of a state, say nothing about r and are returned as they are. An
 * estimate: a slow mode that moves less in a round than a fast one is seen when the fast one is
 * gone.
 */
export function distanceFromRest(
  { change, before }: Pick<RoundsDone, 'change' | 'before'>,
  resolution: number,
): number {
  if (!(change > resolution)) return change;
  if (before === Infinity || change >= before) return Infinity;
  return Math.max(change, (change * change) / (before - change));
}

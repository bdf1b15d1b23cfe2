import { differences, pinsOf, solveActiveSet } from './active-set.js';
import { type ActiveSet, factorise } from './free-units.js';
import {
  copyStates,
  createStates,
  type NodeStates,
  type QuadraticForm,
  type UnitName,
} from './quadratic-form.js';
import type { StateBounds } from './state-bounds.js';
import { sweep } from './sweep.js';

export interface SettleOptions {
  readonly walls: StateBounds;
  /**
   * Largest move of a unit in another sweep, relative to the largest state, sources included, or 1.
   */
  readonly tolerance: number;
  /** 10,000 by default. */
  readonly maxSweeps?: number;
}

/** The outcome of settling. The state was changed in place. */
export interface Settled {
  readonly status: 'settled' | 'max-sweeps' | 'not-convex' | 'non-finite';
  readonly sweeps: number;
  /** Factorisations of the active-set method. */
  readonly rounds: number;
  readonly residual: number;
  readonly pins: ActiveSet;
  /** Where it did not settle: a unit along which the energy has no minimum, or which moved last. */
  readonly at: UnitName | null;
}

/** Sweeps before the active set is guessed from the bounds they met. */
const firstSweeps = 2;

/**
 * Settles a network at the minimum of its energy, from `state`: a few sweeps, then the exact
 * active-set method. Where that does not terminate, it sweeps until the tolerance is met. Settled
 * means a minimum: the energy curves upward on the units off their bounds.
 */
export function settle(state: NodeStates, form: QuadraticForm, options: SettleOptions): Settled {
  const { walls, tolerance, maxSweeps = 10_000 } = options;
  const flat = firstFlat(form);
  const ended = { sweeps: 0, rounds: 0, residual: Infinity, at: flat };
  if (flat) return { ...ended, status: 'not-convex', pins: pinsOf(state, walls) };
  const sourceSize = largest(state.slice(0, 1), 0);
  let [sweeps, residual] = [0, Infinity];
  const sweepTo = (limit: number) => {
    while (sweeps < limit && residual > tolerance) {
      residual = sweep(state, form, walls) / Math.max(sourceSize, largest(state, 1));
      sweeps++;
    }
  };
  sweepTo(Math.min(firstSweeps, maxSweeps));
  const exact = solveActiveSet(state, form, { walls, maxRounds: 50 });
  residual = Infinity;
  sweepTo(Math.max(maxSweeps, sweeps + 1));
  const pins = pinsOf(state, walls);
  // What the exact method has factorised need not be again.
  const known = exact.status === 'settled' && differences(exact.pins, pins) === 0;
  const factors = known ? null : factorise(form, pins);
  const end = { sweeps, rounds: exact.rounds, residual, pins };
  if (factors && 'fault' in factors) return { ...end, status: 'not-convex', at: factors.fault };
  if (residual <= tolerance) return { ...end, status: 'settled', at: null };
  // States that diverged say nothing about which bounds are active.
  if (exact.status === 'not-convex') return { ...end, status: 'not-convex', at: exact.at };
  const status = Number.isFinite(residual) ? 'max-sweeps' : 'non-finite';
  return { ...end, status, at: mover(state, form, walls) };
}

/** Magnitude, of layers from `first` on; at least `least`. */
export function largest(state: NodeStates, first: number, least = 1): number {
  let most = least;
  for (let l = first; l < state.length; l++) {
    const layer = state[l];
    for (let i = 0; i < layer.length; i++) most = Math.max(most, Math.abs(layer[i]));
  }
  return most;
}

/** The unit that another sweep moves farthest. */
function mover(state: NodeStates, form: QuadraticForm, walls: StateBounds): UnitName {
  const next = copyStates(state);
  sweep(next, form, walls);
  let [found, farthest]: [UnitName, number] = [{ l: 1, unit: 0 }, 0];
  next.forEach((layer, l) => {
    layer.forEach((s, unit) => {
      const move = Math.abs(s - state[l][unit]);
      if (move > farthest) [found, farthest] = [{ l, unit }, move];
    });
  });
  return found;
}

/** A unit whose own energy has no minimum. */
export function firstFlat({ layers, diagonal }: QuadraticForm): UnitName | null {
  for (let l = 1; l < layers.length; l++) {
    const unit = diagonal[l].findIndex((d) => !(d > 0));
    if (unit >= 0) return { l, unit };
  }
  return null;
}

/**
 * d(state)/d(pull) along `pull`, with the pinned units held: the linear response of a settled
 * network. Throws where the form is not convex there, which `settle` rules out.
 */
export function responseTo(pull: NodeStates, form: QuadraticForm, pins: ActiveSet): NodeStates {
  const factors = factorise(form, pins);
  if ('fault' in factors) throw new Error('responseTo needs a settled state');
  const response = createStates(pull.map(({ length }) => length));
  factors.solveInto(response, pull);
  return response;
}

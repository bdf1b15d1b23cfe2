import type { Walls } from '../network/energy.js';
import { createStates, driveInto, type NodeStates, type QuadraticForm } from '../network/quadratic-form.js';
import { factorise } from './free-units.js';
import { clip, redBlack } from './sweep.js';

/** Which units stand at a wall: 0 = off their walls. */
export type Pins = readonly Uint8Array[];

export interface UnitName {
  readonly l: number;
  readonly unit: number;
}

export type ActiveSetOutcome =
  | { readonly status: 'settled'; readonly rounds: number; readonly pins: Pins }
  | { readonly status: 'not-convex' | 'max-rounds'; readonly rounds: number; readonly at: UnitName };

/**
 * The primal-dual active-set method (Hintermueller, Ito and Kunisch 2002, doi 10.1137/S1052623401383558), in place: with the
 * units that stand at walls pinned there, all others are found by one factorisation; a unit that came out behind a wall is
 * pinned, a pinned one that its drive pulls off is let go; until none changes. Starts from the walls that `state` would meet in a sweep.
 */
export function solveActiveSet(
  state: NodeStates,
  form: QuadraticForm,
  { walls, maxRounds }: { walls: Walls; maxRounds: number },
): ActiveSetOutcome {
  const pins = form.layers.map((units) => new Uint8Array(units));
  pin(pins, state, { form, walls });
  for (let rounds = 1; ; rounds++) {
    const factors = factorise(form, pins);
    if ('fault' in factors) return { status: 'not-convex', rounds, at: factors.fault };
    factors.solveInto(state, form.pull);
    const changed = pin(pins, state, { form, walls });
    if (changed === null) return { status: 'settled', rounds, pins };
    if (rounds === maxRounds) return { status: 'max-rounds', rounds, at: changed };
  }
}

/** Which units a state that has settled holds at their walls. */
export function pinsOf(state: NodeStates, walls: Walls): Pins {
  return state.map((layer, l) =>
    Uint8Array.from(layer, (s, i) => Number(s <= walls.lower[l][i] || s >= walls.upper[l][i])),
  );
}

/** Pins every unit whose own minimum is not between its walls, and puts it there; returns one whose pin changed. */
function pin(
  pins: Pins,
  state: NodeStates,
  { form, walls }: { form: QuadraticForm; walls: Walls },
): UnitName | null {
  let changed: UnitName | null = null;
  const drives = createStates(form.layers);
  for (const l of redBlack(form.layers.length)) driveInto(drives[l], form, { state, l });
  for (const l of redBlack(form.layers.length)) {
    for (let i = 0; i < state[l].length; i++) {
      const [lower, upper] = [walls.lower[l][i], walls.upper[l][i]];
      const own = drives[l][i] / form.diagonal[l][i];
      const pinned = Number(own <= lower || own >= upper);
      if (pinned) state[l][i] = clip(own, lower, upper);
      if (pinned !== pins[l][i]) changed = { l, unit: i };
      pins[l][i] = pinned;
    }
  }
  return changed;
}

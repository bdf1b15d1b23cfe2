import { type ActiveSet, factorise } from './free-units.js';
import { driveOf, type NodeStates, type QuadraticForm, type UnitName } from './quadratic-form.js';
import type { StateBounds } from './state-bounds.js';
import { clip } from './sweep.js';

export type ActiveSetOutcome =
  | { readonly status: 'settled'; readonly rounds: number; readonly pins: ActiveSet }
  | { readonly status: 'not-convex' | 'max-rounds'; readonly rounds: number; readonly at: UnitName };

/**
 * The primal-dual active-set method (Hintermueller, Ito and Kunisch 2002, doi
 * 10.1137/S1052623401383558), in place: with the units that stand at bounds pinned there, all
 * others are found by one factorisation; a unit that came out behind a bound is pinned, a pinned
 * one that its drive pulls off is let go; until none changes. Starts from the bounds that `state`
 * stands at.
 */
export function solveActiveSet(
  state: NodeStates,
  form: QuadraticForm,
  { walls, maxRounds }: { walls: StateBounds; maxRounds: number },
): ActiveSetOutcome {
  const pins = pinsOf(state, walls);
  for (let rounds = 1; ; rounds++) {
    const factors = factorise(form, pins);
    if ('fault' in factors) return { status: 'not-convex', rounds, at: factors.fault };
    factors.solveInto(state, form.pull);
    const changed = pin(pins, state, { form, walls });
    if (changed === null) return { status: 'settled', rounds, pins };
    if (rounds === maxRounds) return { status: 'max-rounds', rounds, at: changed };
  }
}

/** Which units a state that has settled holds at their bounds; none of layer 0. */
export function pinsOf(state: NodeStates, { lower, upper }: StateBounds): ActiveSet {
  return state.map((layer, l) => {
    const pins = new Uint8Array(l === 0 ? 0 : layer.length);
    for (let i = 0; i < pins.length; i++)
      pins[i] = Number(layer[i] <= lower[l][i] || layer[i] >= upper[l][i]);
    return pins;
  });
}

/** Units pinned in one and not in the other. */
export function differences(a: ActiveSet, b: ActiveSet): number {
  return a.reduce(
    (sum, layer, l) => sum + layer.reduce((n, pinned, i) => n + Number(pinned !== b[l][i]), 0),
    0,
  );
}

/**
 * Pins every unit whose own minimum is not between its bounds, and puts it there; returns one whose
 * pin changed.
 */
function pin(
  pins: ActiveSet,
  state: NodeStates,
  { form, walls }: { form: QuadraticForm; walls: StateBounds },
): UnitName | null {
  let changed: UnitName | null = null;
  const own = form.layers.map((_, l) =>
    l === 0 ? null : state[l].map((_s, unit) => driveOf(form, state, { l, unit }) / form.diagonal[l][unit]),
  );
  for (let l = 1; l < state.length; l++) {
    for (let i = 0; i < state[l].length; i++) {
      const [lower, upper] = [walls.lower[l][i], walls.upper[l][i]];
      const free = own[l]![i];
      const pinned = Number(free <= lower || free >= upper);
      if (pinned) state[l][i] = clip(free, lower, upper);
      if (pinned !== pins[l][i]) changed = { l, unit: i };
      pins[l][i] = pinned;
    }
  }
  return changed;
}

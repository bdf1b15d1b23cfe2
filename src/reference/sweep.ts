import { driveOf, type NodeStates, type QuadraticForm } from './quadratic-form.js';
import type { StateBounds } from './state-bounds.js';

/**
 * One sweep of exact block-coordinate descent, in place: the odd layers, then the even ones but 0,
 * each unit at the minimum of the energy with its neighbours held, s <- clip(drive / d) (Scellier
 * 2024, arXiv:2402.11674, eq. 11). The energy never rises, as long as every d > 0. Returns the
 * largest move, NaN where one is not finite. O(couplings).
 */
export function sweep(state: NodeStates, form: QuadraticForm, walls: StateBounds): number {
  let largest = 0;
  for (const l of redBlack(form.layers.length)) {
    const [layer, diagonal, lower, upper] = [state[l], form.diagonal[l], walls.lower[l], walls.upper[l]];
    for (let unit = 0; unit < layer.length; unit++) {
      const own = driveOf(form, state, { l, unit }) / diagonal[unit];
      const next = clip(own, lower[unit], upper[unit]);
      largest = Math.max(largest, Math.abs(next - layer[unit]));
      layer[unit] = next;
    }
  }
  return largest;
}

/** Odd layers, then even ones; units of either share no joint. Layer 0 is held. */
export function redBlack(count: number): readonly number[] {
  const numbers = Array.from({ length: count - 1 }, (_, l) => l + 1);
  return [...numbers.filter((l) => l % 2 === 1), ...numbers.filter((l) => l % 2 === 0)];
}

export function clip(value: number, lower: number, upper: number): number {
  return Math.min(Math.max(value, lower), upper);
}

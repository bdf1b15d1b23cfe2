import { choleskyInto, solveCholesky } from './cholesky.js';
import type { NodeStates, QuadraticForm, UnitName } from './quadratic-form.js';

/** A form's second derivatives on the units that are not pinned, factorised. */
export interface FreeUnits {
  /**
   * Puts the free units where E - sum pull s is stationary for this pull and the pinned units as
   * they stand.
   */
  readonly solveInto: (state: NodeStates, pull: NodeStates) => void;
}

/**
 * Odd layers have no couplings among themselves, nor do even ones: the units of the parity with
 * more of them are eliminated one by one, and Cholesky factorises what is left, S = D_kept - sum_e
 * J_e J_e^T / d_e. Where that fails, the form is not convex on the free units, and `fault` names
 * one. O(eliminated kept^2 + kept^3).
 */
export function factorise(form: QuadraticForm, pins: ActiveSet): FreeUnits | { readonly fault: UnitName } {
  const { layers, diagonal } = form;
  const freeIn = (parity: number) => unitsOf(layers, pins, parity);
  const [odd, even] = [freeIn(1), freeIn(0)];
  const [gone, kept] = odd.length >= even.length ? [odd, even] : [even, odd];
  const fault = gone.find(({ l, unit }) => !(diagonal[l][unit] > 0));
  if (fault) return { fault };
  const n = kept.length;
  const matrix = new Float64Array(n * n);
  for (let k = 0; k < n; k++) matrix[k * n + k] = diagonal[kept[k].l][kept[k].unit];
  /** [gone][kept]: the couplings between them, divided by d in `shares`. */
  const crossing = crossingJoints(form, { gone, kept });
  const shares = crossing.slice();
  gone.forEach(({ l, unit }, e) => {
    const inverse = 1 / diagonal[l][unit];
    for (let k = e * n; k < (e + 1) * n; k++) shares[k] *= inverse;
    for (let a = 0; a < n; a++) {
      const share = shares[e * n + a];
      if (share === 0) continue;
      for (let b = 0; b <= a; b++) matrix[a * n + b] -= share * crossing[e * n + b];
    }
  });
  const broken = choleskyInto(matrix, n);
  if (broken >= 0) return { fault: kept[broken] };

  return {
    solveInto(state, pull) {
      const held = (of: UnitName) => pull[of.l][of.unit] + pinnedPull(of, { form, state, pins });
      const [goneDrive, right] = [Float64Array.from(gone, held), Float64Array.from(kept, held)];
      for (let e = 0, at = 0; e < gone.length; e++) {
        for (let k = 0; k < n; k++) right[k] += shares[at++] * goneDrive[e];
      }
      solveCholesky(right, matrix);
      kept.forEach(({ l, unit }, k) => {
        state[l][unit] = right[k];
      });
      gone.forEach(({ l, unit }, e) => {
        let sum = goneDrive[e];
        for (let k = 0; k < n; k++) sum += crossing[e * n + k] * right[k];
        state[l][unit] = sum / diagonal[l][unit];
      });
    },
  };
}

/** Memory that `factorise` takes at most: where no unit is pinned. */
export function factorBytes(layers: readonly number[]): number {
  const unitsIn = (parity: number) =>
    layers.reduce((sum, units, l) => (l > 0 && l % 2 === parity ? sum + units : sum), 0);
  const odd = unitsIn(1);
  const even = unitsIn(0);
  return 8 * (2 * odd * even + Math.min(odd, even) ** 2);
}

function unitsOf(layers: readonly number[], pins: ActiveSet, parity: number): UnitName[] {
  const units: UnitName[] = [];
  for (let l = 1; l < layers.length; l++) {
    if (l % 2 !== parity) continue;
    for (let unit = 0; unit < layers[l]; unit++) if (pins[l][unit] === 0) units.push({ l, unit });
  }
  return units;
}

/** Of neighbouring layers alone, 0 elsewhere. */
function crossingJoints(
  { layers, couplings }: QuadraticForm,
  { gone, kept }: { gone: readonly UnitName[]; kept: readonly UnitName[] },
): Float64Array {
  const crossing = new Float64Array(gone.length * kept.length);
  let at = 0;
  for (const { l, unit } of gone) {
    for (const other of kept) {
      if (other.l === l + 1) crossing[at] = couplings[l][other.unit * layers[l] + unit];
      else if (other.l === l - 1) crossing[at] = couplings[l - 1][unit * layers[l - 1] + other.unit];
      at++;
    }
  }
  return crossing;
}

/** What pinned neighbours and the sources add to the drive of a unit. */
function pinnedPull(
  { l, unit }: UnitName,
  { form, state, pins }: { form: QuadraticForm; state: NodeStates; pins: ActiveSet },
): number {
  const { layers, couplings } = form;
  let sum = 0;
  const pre = layers[l - 1];
  for (let i = 0; i < pre; i++) {
    if (l === 1 || pins[l - 1][i]) sum += couplings[l - 1][unit * pre + i] * state[l - 1][i];
  }
  for (let i = 0; l + 1 < layers.length && i < layers[l + 1]; i++) {
    if (pins[l + 1][i]) sum += couplings[l][i * layers[l] + unit] * state[l + 1][i];
  }
  return sum;
}
/** Which units stand at a bound: 0 = off their bounds. */
export type ActiveSet = readonly Uint8Array[];

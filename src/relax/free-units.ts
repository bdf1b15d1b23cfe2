import type { NodeStates, QuadraticForm } from '../network/quadratic-form.js';
import type { Pins, UnitName } from './active-set.js';
import { choleskyInto, solveCholesky } from './cholesky.js';

/** A form's second derivatives on the units that are not pinned, factorised. */
export interface FreeUnits {
  /** Puts the free units where E - sum pull s is stationary for this pull and the pinned units as they stand. */
  readonly solveInto: (state: NodeStates, pull: NodeStates) => void;
}

/**
 * Odd layers have no joints among themselves, nor do even ones: the units of the parity with more of them are eliminated one by
 * one, and Cholesky factorises what is left, S = D_kept - sum_e J_e J_e^T / d_e. Where that fails, the form is not convex on
 * the free units, and `fault` names one. O(eliminated kept^2 + kept^3).
 */
export function factorise(form: QuadraticForm, pins: Pins): FreeUnits | { readonly fault: UnitName } {
  const { layers, diagonal, joints } = form;
  const freeIn = (parity: number) => unitsOf(layers, pins, parity);
  const [odd, even] = [freeIn(1), freeIn(0)];
  const [gone, kept] = odd.length >= even.length ? [odd, even] : [even, odd];
  const fault = gone.find(({ l, unit }) => !(diagonal[l][unit] > 0));
  if (fault) return { fault };
  const n = kept.length;
  const numbers = layers.map((units) => new Int32Array(units));
  kept.forEach(({ l, unit }, k) => {
    numbers[l][unit] = k + 1;
  });
  const neighbours = gone.map((of) => neighboursOf(of, { layers, joints, numbers }));
  const matrix = new Float64Array(n * n);
  kept.forEach(({ l, unit }, k) => {
    matrix[k * n + k] = diagonal[l][unit];
  });
  gone.forEach(({ l, unit }, e) => {
    const { at, joint } = neighbours[e];
    const inverse = 1 / diagonal[l][unit];
    for (let a = 0; a < at.length; a++) {
      const [row, share] = [at[a] * n, joint[a] * inverse];
      for (let b = 0; b < at.length; b++) if (at[b] <= at[a]) matrix[row + at[b]] -= share * joint[b];
    }
  });
  const broken = choleskyInto(matrix, n);
  if (broken >= 0) return { fault: kept[broken] };

  return {
    solveInto(state, pull) {
      const held = (of: UnitName) => pull[of.l][of.unit] + pinnedPull(of, { form, state, pins });
      const [goneDrive, right] = [gone.map(held), Float64Array.from(kept, held)];
      gone.forEach(({ l, unit }, e) => {
        const { at, joint } = neighbours[e];
        const own = goneDrive[e] / diagonal[l][unit];
        for (let a = 0; a < at.length; a++) right[at[a]] += joint[a] * own;
      });
      solveCholesky(right, matrix);
      kept.forEach(({ l, unit }, k) => {
        state[l][unit] = right[k];
      });
      gone.forEach(({ l, unit }, e) => {
        const { at, joint } = neighbours[e];
        let sum = goneDrive[e];
        for (let a = 0; a < at.length; a++) sum += joint[a] * right[at[a]];
        state[l][unit] = sum / diagonal[l][unit];
      });
    },
  };
}

function unitsOf(layers: readonly number[], pins: Pins, parity: number): UnitName[] {
  const units: UnitName[] = [];
  for (let l = 1; l < layers.length; l++) {
    if (l % 2 !== parity) continue;
    for (let unit = 0; unit < layers[l]; unit++) if (pins[l][unit] === 0) units.push({ l, unit });
  }
  return units;
}

interface Numbered extends Pick<QuadraticForm, 'layers' | 'joints'> {
  /** Number of a kept unit plus one; 0 for the others. */
  readonly numbers: readonly Int32Array[];
}

/** The kept units that a unit has joints with, and the joints. */
function neighboursOf({ l, unit }: UnitName, { layers, joints, numbers }: Numbered) {
  const [at, joint]: [number[], number[]] = [[], []];
  const add = (neighbour: number, value: number) => {
    if (neighbour === 0) return;
    at.push(neighbour - 1);
    joint.push(value);
  };
  if (l > 1) {
    const pre = layers[l - 1];
    for (let i = 0; i < pre; i++) add(numbers[l - 1][i], joints[l - 1][unit * pre + i]);
  }
  for (let i = 0; l + 1 < layers.length && i < layers[l + 1]; i++) {
    add(numbers[l + 1][i], joints[l][i * layers[l] + unit]);
  }
  return { at, joint };
}

/** What pinned neighbours and the sources add to the drive of a unit. */
function pinnedPull(
  { l, unit }: UnitName,
  { form, state, pins }: { form: QuadraticForm; state: NodeStates; pins: Pins },
): number {
  const { layers, joints } = form;
  let sum = 0;
  const pre = layers[l - 1];
  for (let i = 0; i < pre; i++) {
    if (l === 1 || pins[l - 1][i]) sum += joints[l - 1][unit * pre + i] * state[l - 1][i];
  }
  for (let i = 0; l + 1 < layers.length && i < layers[l + 1]; i++) {
    if (pins[l + 1][i]) sum += joints[l][i * layers[l] + unit] * state[l + 1][i];
  }
  return sum;
}

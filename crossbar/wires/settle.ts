import { wordLineVoltagesInto } from './word-line-voltages.js';
import type { WireWorkspace } from './workspace.js';

/** How an iteration ended. */
export interface WireStatus {
  readonly status: 'settled' | 'max-steps' | 'non-finite';
  readonly iterations: number;
  /**
   * Of linear cells: what is left of the unbalanced currents at the nodes, relative to those with
   * all bit lines at 0 V, where the iteration begins; 1 = all of them. Both are sizes by the power
   * that the currents would take in the bit lines alone, sqrt(r B^-1 r). Of curved cells: the
   * largest error of a cell's current over the largest current of any cell.
   */
  readonly residual: number;
}

export interface WireSettleOptions {
  /** Residual to stop at, 1e-12 by default. */
  readonly tolerance?: number;
  /** 1000 by default. */
  readonly maxIterations?: number;
}

/**
 * Adds to bitLineV what balances imbalanceA, both of a factored workspace, by conjugate gradients.
 * With W and B the matrices of the word and bit lines without cells and D the cells, the nodes obey
 * [W -D; -D B] [w; b] = currents into them. The word lines are eliminated exactly, S = B - D W^-1
 * D, and B is the preconditioner. B p is carried along with p (its part B z is r), so that no
 * segment's conductance is needed and segments of 0 ohm are exact. O(rows cols) an iteration; the
 * number of iterations grows with the share of voltage that the wires take.
 */
export function settleWires(workspace: WireWorkspace, options: WireSettleOptions = {}): WireStatus {
  const { tolerance = 1e-12, maxIterations = 1000 } = options;
  const { directionV, directionA, swept } = workspace;
  for (const values of [directionV, directionA, swept]) values.fill(0);
  let first = 0;
  let previous = 0;
  let step = 0;
  for (let iterations = 0; ; iterations++) {
    const power = stepAndSweep(workspace, step);
    if (iterations === 0) first = power;
    const residual = power === 0 ? 0 : Math.sqrt(power / first);
    if (!Number.isFinite(residual)) return { status: 'non-finite', iterations, residual };
    if (residual <= tolerance) return { status: 'settled', iterations, residual };
    if (iterations >= maxIterations) return { status: 'max-steps', iterations, residual };
    turn(workspace, iterations === 0 ? 0 : power / previous);
    step = power / curvature(workspace);
    previous = power;
  }
}

/**
 * b += step p and r -= step S p; then the half of z = B^-1 r that runs toward the grounds, into
 * `swept`. Returns z . r, which is the sum of rest J^2 over the currents J that gather at the
 * nodes.
 */
function stepAndSweep(workspace: WireWorkspace, step: number): number {
  const { bit, bitLineV, imbalanceA, directionV, swept, line, cols } = workspace;
  const { pass, restOhm } = bit;
  let power = 0;
  line.fill(0);
  for (let row = 0; row < swept.length; row += cols) {
    for (let j = 0; j < cols; j++) {
      const at = row + j;
      const left = imbalanceA[at] - step * swept[at];
      const gathered = left + line[j];
      bitLineV[at] += step * directionV[at];
      imbalanceA[at] = left;
      swept[at] = gathered;
      line[j] = pass[at] * gathered;
      power += restOhm[at] * gathered * gathered;
    }
  }
  return power;
}

/**
 * The other half of z, away from the grounds; then p = z + share p, B p = r + share B p, and D p
 * into `swept`.
 */
function turn(workspace: WireWorkspace, share: number): void {
  const { bit, cellS, imbalanceA, directionV, directionA, swept, line, cols } = workspace;
  const { pass, restOhm } = bit;
  line.fill(0);
  for (let row = swept.length - cols; row >= 0; row -= cols) {
    for (let j = 0; j < cols; j++) {
      const at = row + j;
      const z = restOhm[at] * swept[at] + pass[at] * line[j];
      const p = z + share * directionV[at];
      line[j] = z;
      directionV[at] = p;
      directionA[at] = imbalanceA[at] + share * directionA[at];
      swept[at] = cellS[at] * p;
    }
  }
}

/** S p = B p - D W^-1 D p in place of D p in `swept`. Returns p . S p. */
function curvature(workspace: WireWorkspace): number {
  const { word, cellS, directionV, directionA, swept } = workspace;
  wordLineVoltagesInto(swept, word, workspace);
  let sum = 0;
  for (let at = 0; at < swept.length; at++) {
    const current = directionA[at] - cellS[at] * swept[at];
    swept[at] = current;
    sum += directionV[at] * current;
  }
  return sum;
}

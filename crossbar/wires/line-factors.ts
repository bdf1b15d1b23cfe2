import type { WireNetwork } from './network.js';

/**
 * Lines of one direction, eliminated from their far ends toward their terminals (source or ground).
 * At a node whose own and farther cells have the conductance Y to fixed voltages, behind a segment
 * r toward the terminal:
 *
 *     pass = 1 / (1 + r Y)   share of a current injected at the node that flows on to the terminal;
 *                            also the voltage at the node over that at the segment's near end
 *     rest = r / (1 + r Y)   voltage per injected ampere while the near end is at 0 V
 *
 * These stay finite at r = 0 (two nodes are one: pass 1, rest 0) and r = Infinity
 * (broken: pass 0, rest 1 / Y), where a matrix of segment conductances does not exist. A piece that
 * nothing leads away from has rest 0: it stays at 0 V.
 */
export interface LineFactors {
  readonly pass: Float64Array;
  readonly restOhm: Float64Array;
}

export function createLineFactors(nodes: number): LineFactors {
  return { pass: new Float64Array(nodes), restOhm: new Float64Array(nodes) };
}

/**
 * Factors of the word lines with cells of `conductanceS` to bit lines at fixed voltages. O(rows
 * cols).
 */
export function factorWordLines(
  factors: LineFactors,
  network: WireNetwork,
  conductanceS: Float64Array,
): void {
  const { rows, cols, wordLineOhm, sourceOhm } = network;
  for (let i = 0; i < rows; i++) {
    let y = 0;
    for (let j = cols - 1; j >= 0; j--) {
      const at = i * cols + j;
      y = eliminate(factors, at, {
        y: y + conductanceS[at],
        r: wordLineOhm[at] + (j === 0 ? sourceOhm : 0),
      });
    }
  }
}

/** The same for the bit lines, `y` being scratch of one number per column. */
export function factorBitLines(
  factors: LineFactors,
  network: WireNetwork,
  { conductanceS, y }: { conductanceS: Float64Array; y: Float64Array },
): void {
  const { rows, cols, bitLineOhm, loadOhm } = network;
  y.fill(0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = i * cols + j;
      const r = bitLineOhm[at] + (i === rows - 1 ? loadOhm : 0);
      y[j] = eliminate(factors, at, { y: y[j] + conductanceS[at], r });
    }
  }
}

/** Stores the factors of one node and returns the conductance that the next node sees. */
function eliminate({ pass, restOhm }: LineFactors, at: number, { y, r }: { y: number; r: number }): number {
  if (r === Infinity) {
    pass[at] = 0;
    restOhm[at] = y > 0 ? 1 / y : 0;
    return 0;
  }
  // A product beyond f64 would make an open line of this one: let it show.
  const share = r * y < Infinity ? 1 / (1 + r * y) : Number.NaN;
  pass[at] = share;
  restOhm[at] = r * share;
  return y * share;
}

export interface ArraySettlingOptions {
  readonly wordLines: number;
  readonly bitLines: number;
  /** The least conductance of any cell, >= 0. */
  readonly minConductanceS: number;
  /** Resistance of a segment of a line, from cell to cell. */
  readonly wordLineOhm: number;
  readonly bitLineOhm: number;
  /**
   * Between the sources and the word lines, between the bit lines and the grounds; 0 by default.
   */
  readonly sourceOhm?: number;
  readonly loadOhm?: number;
  /** Of a segment of either line to its surroundings. */
  readonly segmentF: number;
  /** Between the lines at a cell. */
  readonly cellF: number;
}

/**
 * The slowest time constant of an array with its wires, in seconds: an upper bound for any cells,
 * and exact for equal cells and ideal ports.
 *
 * The network is G = I x T_n / r_w + T_m / r_b x I + cells and C likewise; T_n, the ladder of n
 * segments held at one end, has the least eigenvalue 4 sin^2(pi / (4 n + 2)). Equal cells leave its
 * eigenvectors as they are, so that one mode of two unknowns, word lines and bit lines, decides:
 * with A and B the resistances of these modes,
 *
 *   tau = greatest eigenvalue of [1/A + g, -g; -g, 1/B + g]^-1 [c + c', -c'; -c', c + c'],
 *   A <= r_w / (4 sin^2(pi / (4 n + 2))) + n R_source,
 *   B <= r_b / (4 sin^2(pi / (4 m + 2))) + m R_load
 *
 * (r_w c n (n + 1) / 2, the Elmore delay of a word line, doi 10.1063/1.1697872, is A c and up to
 * 23 % more). Larger cells only speed it up: a network's time constants fall where a conductance
 * rises.
 */
export function slowestTimeConstantSec(options: ArraySettlingOptions): number {
  const { wordLines, bitLines, minConductanceS: g, sourceOhm = 0, loadOhm = 0, segmentF, cellF } = options;
  const a = ladderOhm(options.wordLineOhm, bitLines) + bitLines * sourceOhm;
  const b = ladderOhm(options.bitLineOhm, wordLines) + wordLines * loadOhm;
  const both = g * a * b;
  const scale = 1 / (1 + g * (a + b));
  const trace = scale * ((a + b) * (segmentF + cellF) + 2 * both * segmentF);
  const determinant = scale * a * b * segmentF * (segmentF + 2 * cellF);
  return (trace + Math.sqrt(Math.max(0, trace * trace - 4 * determinant))) / 2;
}

/** Seconds in which what is left of a step falls below half a step of a converter of `bits`. */
export function settlingSec(timeConstantSec: number, bits: number): number {
  return timeConstantSec * Math.LN2 * (bits + 1);
}

/**
 * One over the least eigenvalue of the conductances of a ladder of `count` segments held at one
 * end.
 */
function ladderOhm(segmentOhm: number, count: number): number {
  return segmentOhm / (4 * Math.sin(Math.PI / (4 * count + 2)) ** 2);
}

import { createLineFactors, factorBitLines, factorWordLines, type LineFactors } from './line-factors.js';
import type { WireNetwork } from './network.js';

/**
 * Buffers for solves of networks of one shape, to be used by one solve at a time. All matrices are
 * [rows, cols].
 */
export interface WireWorkspace {
  readonly rows: number;
  readonly cols: number;
  readonly word: LineFactors;
  readonly bit: LineFactors;
  /** The conductances that the factors are of. */
  readonly cellS: Float64Array;
  /**
   * What `settle` works on: voltages of the bit lines, and the currents that they leave unbalanced
   * at the nodes.
   */
  readonly bitLineV: Float64Array;
  readonly imbalanceA: Float64Array;
  readonly directionV: Float64Array;
  readonly directionA: Float64Array;
  readonly swept: Float64Array;
  /** One number per column. */
  readonly line: Float64Array;
  /** Of the callers of `settle`. */
  readonly scratch: Float64Array;
}

/** Allocates a workspace of seven matrices and two pairs of factors. */
export function createWireWorkspace(rows: number, cols: number): WireWorkspace {
  const matrix = () => new Float64Array(rows * cols);
  return Object.freeze({
    rows,
    cols,
    word: createLineFactors(rows * cols),
    bit: createLineFactors(rows * cols),
    cellS: matrix(),
    bitLineV: matrix(),
    imbalanceA: matrix(),
    directionV: matrix(),
    directionA: matrix(),
    swept: matrix(),
    line: new Float64Array(cols),
    scratch: matrix(),
  });
}

/**
 * Memory of a network of this shape, a workspace for it, and `solutions` of it: so many matrices of
 * doubles.
 */
export function wireSolveBytes(rows: number, cols: number, solutions = 1): number {
  const ofNetwork = 3;
  const ofWorkspace = 11;
  const ofSolution = 4;
  return 8 * rows * cols * (ofNetwork + ofWorkspace + solutions * ofSolution);
}

/** Readies a workspace for a network's wires with cells of `conductanceS`. O(rows cols). */
export function factor(workspace: WireWorkspace, network: WireNetwork, conductanceS: Float64Array): void {
  const { word, bit, cellS, line } = workspace;
  cellS.set(conductanceS);
  factorWordLines(word, network, cellS);
  factorBitLines(bit, network, { conductanceS: cellS, y: line });
}

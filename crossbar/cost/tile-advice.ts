import { checkInteger, checkNumber, InputError } from '../../devices/index.js';
import { createWireNetwork } from '../wires/network.js';
import { solveNetwork } from '../wires/solve.js';

export interface WiredTile {
  /** Word lines and bit lines. */
  readonly rows: number;
  readonly cols: number;
  /** Of every cell. */
  readonly conductanceS: number;
  /** From cell to cell. */
  readonly wordLineOhm: number;
  readonly bitLineOhm: number;
}

/**
 * Shares of what would flow with ideal wires, all inputs being alike. Cells are linear, so that the
 * shares do not depend on how far the inputs are on, nor in the mean on how many of them are.
 */
export interface CurrentLoss {
  readonly mean: number;
  /** The largest of any bit line. */
  readonly worst: number;
  /** One a bit line, the first beside the sources. */
  readonly byColumn: Float64Array;
  /** [rows, cols], the first row being the one farthest from the converters of the bit lines. */
  readonly byCell: Float64Array;
}

/**
 * The current that wires cost a tile of equal cells. O(rows cols) an iteration. Throws InputError.
 */
export function currentLoss({ rows, cols, conductanceS, ...wires }: WiredTile): CurrentLoss {
  checkInteger('rows', rows, { min: 1 });
  checkInteger('cols', cols, { min: 1 });
  checkNumber('conductanceS', conductanceS, { min: Number.MIN_VALUE });
  const cells = new Float64Array(rows * cols).fill(conductanceS);
  const network = createWireNetwork({ rows, cols, conductanceS: cells, ...wires });
  const { cellCurrentA, status } = solveNetwork(network, new Float64Array(rows).fill(1), {
    tolerance: 1e-9,
  });
  if (status !== 'settled') {
    throw new InputError(`A ${rows} x ${cols} tile of ${conductanceS} S has no solution: it ended ${status}`);
  }
  // Cell by cell, so that nothing is lost by rounding where nothing is lost by wires.
  const byCell = cellCurrentA.map((current) => Math.max(1 - current / conductanceS, 0));
  const byColumn = new Float64Array(cols);
  byCell.forEach((loss, at) => {
    byColumn[at % cols] += loss / rows;
  });
  const mean = byColumn.reduce((sum, loss) => sum + loss, 0) / cols;
  return { mean, worst: byColumn.reduce((most, loss) => Math.max(most, loss)), byColumn, byCell };
}

export interface TileAdvice {
  /** Mean loss of the tile as it is. */
  readonly loss: number;
  readonly limit: number;
  /**
   * Lines of the largest square tile, and of the largest whose size is a power of 2, that keep the
   * limit; 0 = none.
   */
  readonly largest: number;
  readonly powerOfTwo: number;
  /** Every size that was tried keeps the limit: `largest` is only where the search ended. */
  readonly unbounded: boolean;
}

export interface AdviceOptions {
  /** Largest mean loss of current, 0.05 by default. */
  readonly limit?: number;
  /** Largest size tried, 1024 by default. */
  readonly maxSize?: number;
}

/**
 * How large a square tile may be, by its mean loss of current, which grows with its size. Throws
 * InputError.
 */
export function tileAdvice(
  tile: WiredTile,
  { limit = 0.05, maxSize = 1024 }: AdviceOptions = {},
): TileAdvice {
  checkNumber('limit', limit, { min: 0, max: 1 });
  checkInteger('maxSize', maxSize, { min: 1 });
  const keeps = (size: number) => currentLoss({ ...tile, rows: size, cols: size }).mean <= limit;
  let powerOfTwo = 0;
  let tried = 1;
  for (; tried <= maxSize && keeps(tried); tried *= 2) powerOfTwo = tried;
  let [good, bad] = [powerOfTwo, Math.min(tried, maxSize + 1)];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (keeps(middle)) good = middle;
    else bad = middle;
  }
  const { mean: loss } = currentLoss(tile);
  return Object.freeze({ loss, limit, largest: good, powerOfTwo, unbounded: good === maxSize });
}

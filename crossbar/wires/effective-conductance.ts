import type { WireNetwork } from './network.js';
import { settleWires, type WireSettleOptions, type WireStatus } from './settle.js';
import { sourceSharesInto, wordLineVoltagesInto } from './word-line-voltages.js';
import { createWireWorkspace, factor, type WireWorkspace } from './workspace.js';

export interface EffectiveOptions extends WireSettleOptions {
  /** Of the network's shape; a new one by default. */
  readonly workspace?: WireWorkspace;
  /** [rows, cols], set to what `updateConductanceInto` needs. */
  readonly remainderS?: Float64Array;
}

/**
 * out [rows, cols] = the linear map of an array with its wires: I_j = sum_i out[i][j] V_i. By
 * reciprocity out[i][j] is also the current into the grounded source i for 1 V at the ground end of
 * bit line j, so that one solve a bit line gives all of it. Unless the status is 'settled', `out`
 * is not to be used. O(rows cols^2) an iteration.
 */
export function effectiveConductanceInto(
  out: Float64Array,
  network: WireNetwork,
  options: EffectiveOptions = {},
): WireStatus {
  const { rows, cols, conductanceS } = network;
  const { workspace = createWireWorkspace(rows, cols), remainderS } = options;
  const { word, bitLineV, scratch } = workspace;
  factor(workspace, network, conductanceS);
  // What a volt on a bit line's node sends into the source of its word line.
  sourceSharesInto(scratch, word, cols);
  for (let at = 0; at < scratch.length; at++) scratch[at] *= conductanceS[at];
  let iterations = 0;
  let residual = 0;
  for (let j = 0; j < cols; j++) {
    driveBitLine(workspace, j);
    const column = settleWires(workspace, options);
    iterations = Math.max(iterations, column.iterations);
    residual = Math.max(residual, column.residual);
    if (column.status !== 'settled') return { ...column, iterations, residual };
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let at = i * cols; at < (i + 1) * cols; at++) sum += scratch[at] * bitLineV[at];
      out[i * cols + j] = sum;
    }
  }
  if (remainderS) {
    loneLinesInto(remainderS, workspace);
    for (let at = 0; at < out.length; at++) remainderS[at] = out[at] - remainderS[at];
  }
  return { status: 'settled', iterations, residual };
}

/**
 * `out` brought up to date after writes to cells, to first order. The map is u G d, with u the
 * share of a source's voltage that reaches the cell along a word line on its own and d the share of
 * the cell's current that reaches the ground along a bit line on its own, and a remainder, the
 * coupling through the other lines. The first is computed anew, and the remainder of the last full
 * refresh is kept. O(rows cols).
 *
 * The error, as a share of the change, grows with what the changes of a line have in common: they
 * add up along it.
 *
 *   wires take                            an eighth   a third   60 % of the current
 *   changes that are independent            0.1 %      0.6 %       2 %
 *   outer products, of mean 0 in a row      0.5 %        5 %      12 %
 *   outer products of one sign              1.6 %       14 %      35 %
 */
export function updateConductanceInto(
  out: Float64Array,
  network: WireNetwork,
  { workspace, remainderS }: { readonly workspace: WireWorkspace; readonly remainderS: Float64Array },
): void {
  factor(workspace, network, network.conductanceS);
  loneLinesInto(out, workspace);
  for (let at = 0; at < out.length; at++) out[at] += remainderS[at];
}

/**
 * 1 V at the ground end of bit line j, all else at 0 V: the line on its own, and the effect of the
 * word lines on it.
 */
function driveBitLine(workspace: WireWorkspace, j: number): void {
  const { rows, cols, bit, word, cellS, bitLineV, imbalanceA } = workspace;
  bitLineV.fill(0);
  imbalanceA.fill(0);
  let voltage = 1;
  for (let at = (rows - 1) * cols + j; at >= 0; at -= cols) {
    voltage *= bit.pass[at];
    bitLineV[at] = voltage;
    imbalanceA[at] = cellS[at] * voltage;
  }
  wordLineVoltagesInto(imbalanceA, word, workspace);
  for (let at = 0; at < imbalanceA.length; at++) imbalanceA[at] *= cellS[at];
}

/** out = u G d. */
function loneLinesInto(out: Float64Array, workspace: WireWorkspace): void {
  const { word, bit, cellS, line, cols } = workspace;
  sourceSharesInto(out, word, cols);
  line.fill(1);
  for (let row = out.length - cols; row >= 0; row -= cols) {
    for (let j = 0; j < cols; j++) {
      line[j] *= bit.pass[row + j];
      out[row + j] *= cellS[row + j] * line[j];
    }
  }
}

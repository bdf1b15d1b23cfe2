import { type CurrentVoltage, checkNumber, InputError, linearCurrent } from '../../devices/index.js';
import { nodeNumbers } from './elements.js';
import { createWireFields, solveLinear } from './linear.js';
import type { WireNetwork } from './network.js';
import { solveNonlinear } from './nonlinear.js';
import { isBroken, pathsOf } from './paths.js';
import type { WireSettleOptions, WireStatus } from './settle.js';
import { createWireWorkspace, type WireWorkspace } from './workspace.js';

export interface SolveOptions extends WireSettleOptions {
  /** Cells carry I = G f(V), f(V) = V by default. */
  readonly currentVoltage?: CurrentVoltage;
  /** Of the network's shape; a new one by default. */
  readonly workspace?: WireWorkspace;
  /** Steps of Newton's method, 200 by default. */
  readonly maxNewtonSteps?: number;
}

/** Matrices are [rows, cols]. */
export interface WireSolution extends WireStatus {
  /** Into the ground of each bit line. */
  readonly currentA: Float64Array;
  /** Out of the source of each word line. */
  readonly sourceCurrentA: Float64Array;
  /** From word line to bit line. */
  readonly cellCurrentA: Float64Array;
  /** NaN in a piece from which nothing leads to a source or a ground. */
  readonly wordLineV: Float64Array;
  readonly bitLineV: Float64Array;
}

/**
 * Voltages and currents of a network whose sources, one per word line, are at `voltageV`. Unless
 * the status is 'settled', the numbers are not to be used. Throws InputError for wrong voltages,
 * and where wires are broken such that no source reaches a ground. O(rows cols) an iteration.
 */
export function solveNetwork(
  network: WireNetwork,
  voltageV: ArrayLike<number>,
  options: SolveOptions = {},
): WireSolution {
  const { rows, cols, conductanceS } = network;
  if (voltageV.length !== rows) {
    throw new InputError(`voltageV must hold one number per word line, ${rows} (got ${voltageV.length})`);
  }
  for (let i = 0; i < rows; i++) checkNumber(`voltageV[${i}]`, voltageV[i]);
  const paths = isBroken(network) ? pathsOf(network) : null;
  if (paths?.conducts === false) {
    throw new InputError(
      'Broken wires leave no path from a source to a ground: cell [0][0] and all others float, expected at least one path',
    );
  }
  const { currentVoltage = linearCurrent, workspace = createWireWorkspace(rows, cols), ...rest } = options;
  const fields = createWireFields(rows * cols);
  const given = { network, voltageV, workspace, options: rest };
  const status =
    currentVoltage.name === 'linear'
      ? solveLinear(fields, { ...given, cellS: conductanceS, extraA: null })
      : solveNonlinear(fields, { ...given, currentVoltage });
  const { wordLineV, bitLineV, cellCurrentA } = fields;
  const currentA = new Float64Array(cols);
  const sourceCurrentA = new Float64Array(rows);
  // A piece without a terminal adds nothing to these sums: its currents cancel.
  cellCurrentA.forEach((current, at) => {
    currentA[at % cols] += current;
    sourceCurrentA[Math.floor(at / cols)] += current;
  });
  const { bits } = nodeNumbers(network);
  for (let at = 0; paths && at < bits; at++) {
    if (!paths.isHeld(at)) wordLineV[at] = Number.NaN;
    if (!paths.isHeld(bits + at)) bitLineV[at] = Number.NaN;
  }
  return { ...status, currentA, sourceCurrentA, cellCurrentA, wordLineV, bitLineV };
}

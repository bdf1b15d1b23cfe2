import type { CurrentVoltage } from '../../devices/index.js';
import { cellSlope } from './cell-slope.js';
import { type LinearProblem, solveLinear, type WireFields } from './linear.js';
import type { WireSettleOptions, WireStatus } from './settle.js';

export interface NonlinearProblem extends Omit<LinearProblem, 'cellS' | 'extraA'> {
  readonly currentVoltage: CurrentVoltage;
  readonly options: WireSettleOptions & { readonly maxNewtonSteps?: number };
}

/**
 * Largest difference left between the current of a cell and that of its curve, relative to the
 * largest current.
 */
const newtonTolerance = 1e-10;

/**
 * Fills the fields of a network whose cells carry G f(V), by Newton's method from 0 V on: every
 * step solves the network with tangents in place of the curves. Kirchhoff's laws hold after every
 * step; the curves are what is left to meet. `iterations` are those of the linear solves in all.
 * Throws what `drive` throws.
 */
export function solveNonlinear(fields: WireFields, problem: NonlinearProblem): WireStatus {
  const { network, currentVoltage, options } = problem;
  const { conductanceS } = network;
  const { maxNewtonSteps = 200 } = options;
  const { drive } = currentVoltage;
  const slope = cellSlope(currentVoltage);
  const { wordLineV, bitLineV, cellCurrentA } = fields;
  const tangentV = new Float64Array(conductanceS.length);
  const cellS = new Float64Array(conductanceS.length);
  const extraA = new Float64Array(conductanceS.length);
  let iterations = 0;
  let residual = 1;
  for (let step = 0; step < maxNewtonSteps; step++) {
    for (let at = 0; at < cellS.length; at++) {
      if (conductanceS[at] === 0) continue;
      cellS[at] = conductanceS[at] * slope(tangentV[at]);
      extraA[at] = conductanceS[at] * drive(tangentV[at]) - cellS[at] * tangentV[at];
    }
    const linear = solveLinear(fields, { ...problem, cellS, extraA });
    iterations += linear.iterations;
    if (linear.status !== 'settled') return { ...linear, iterations };
    let [worstA, mostA] = [0, 0];
    for (let at = 0; at < cellS.length; at++) {
      if (conductanceS[at] === 0) continue;
      const foundV = wordLineV[at] - bitLineV[at];
      const carriedV = cellCurrentA[at] / conductanceS[at];
      const wrongA = Math.abs(conductanceS[at] * drive(foundV) - cellCurrentA[at]);
      worstA = Math.max(worstA, wrongA);
      mostA = Math.max(mostA, Math.abs(cellCurrentA[at]));
      tangentV[at] = nextTangentV(drive, { heldV: tangentV[at], foundV, carriedV });
    }
    residual = worstA === 0 ? 0 : worstA / mostA;
    if (!Number.isFinite(mostA)) return { status: 'non-finite', iterations, residual };
    if (residual <= newtonTolerance) return { status: 'settled', iterations, residual };
  }
  return { status: Number.isFinite(residual) ? 'max-steps' : 'non-finite', iterations, residual };
}

interface CellStep {
  /** Where the last tangent touched the curve. */
  readonly heldV: number;
  /** The cell's voltage on that tangent. */
  readonly foundV: number;
  /** f of the cell's voltage, by the current that it carries on that tangent. */
  readonly carriedV: number;
}

/**
 * Where the next tangent touches: at the voltage found, or at the current found, whichever is
 * nearer. On a steep curve a voltage found far out would mean an absurd current (the limiting of
 * junction voltages in SPICE: Nagel 1975, Memorandum UCB/ERL M520).
 */
function nextTangentV(drive: (voltageV: number) => number, { heldV, foundV, carriedV }: CellStep): number {
  const reachedV = drive(foundV);
  if (Math.abs(reachedV - carriedV) <= 0.1 * Math.abs(carriedV)) return foundV;
  const from = drive(heldV);
  if ((carriedV - from) * (reachedV - carriedV) <= 0) return foundV;
  // The curve takes the carried current between the two.
  let [near, far] = [heldV, foundV];
  for (let halving = 0; halving < 30; halving++) {
    const middle = (near + far) / 2;
    if ((drive(middle) - carriedV) * (reachedV - carriedV) > 0) far = middle;
    else near = middle;
  }
  return near;
}

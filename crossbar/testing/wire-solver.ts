import { type CurrentVoltage, linearCurrent } from '../../devices/index.js';
import { effectiveConductanceInto } from '../wires/effective-conductance.js';
import type { WireNetwork } from '../wires/network.js';
import type { WireStatus } from '../wires/settle.js';
import { solveNetwork, type WireSolution } from '../wires/solve.js';

/** What the laws of wires are about. */
export interface WireSolver {
  readonly name: string;
  /** Voltages and currents with one source voltage a word line. */
  readonly solve: (network: WireNetwork, voltageV: Float64Array) => WireSolution;
  /** The linear map of a network, [rows, cols]; absent where cells are nonlinear. */
  readonly effectiveConductanceS?: (network: WireNetwork) => Float64Array;
}

/** Our solver, at a tolerance of 1e-14. */
export function wireSolver(currentVoltage: CurrentVoltage = linearCurrent): WireSolver {
  const tolerance = 1e-14;
  const solve: WireSolver['solve'] = (network, voltageV) =>
    settled(solveNetwork(network, voltageV, { tolerance, currentVoltage }));
  if (currentVoltage.name !== 'linear') return Object.freeze({ name: currentVoltage.name, solve });
  return Object.freeze({
    name: 'linear',
    solve,
    effectiveConductanceS(network: WireNetwork) {
      const out = new Float64Array(network.rows * network.cols);
      settled(effectiveConductanceInto(out, network, { tolerance }));
      return out;
    },
  });
}

function settled<T extends WireStatus>(result: T): T {
  if (result.status === 'settled') return result;
  throw new Error(`${result.status} after ${result.iterations} iterations, residual ${result.residual}`);
}

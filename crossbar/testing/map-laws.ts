import { defineLaw } from '../../devices/testing/index.js';
import { backwardNetwork, turnedOver } from '../wires/backward.js';
import type { WireNetwork } from '../wires/network.js';
import { networkOf, voltagesOf } from './arbitraries.js';
import { wireCases as cases, expectClose, withWires } from './law-parts.js';
import type { WireSolver } from './wire-solver.js';

const needsMap = (solver: WireSolver) =>
  solver.effectiveConductanceS ? undefined : 'the cells are nonlinear';

export const reciprocityLaw = defineLaw({
  law: 'is-reciprocal',
  statement: 'a volt at source i sends the same into ground j as a volt at ground j into source i',
  cases,
  skipped: needsMap,
  check(solver: WireSolver, given) {
    const network = networkOf(given);
    const { rows, cols } = network;
    const [i, j] = [given.seed % rows, given.seed % cols];
    const unit = (length: number, at: number) => new Float64Array(length).fill(1, at, at + 1);
    const thereA = solver.solve(network, unit(rows, i)).currentA[j];
    const backA = solver.solve(backwardNetwork(network), unit(cols, cols - 1 - j)).currentA[rows - 1 - i];
    expectClose(`current from source ${i} to ground ${j} and back`, [thereA, backA], 1e-12 * 1e-3);
  },
});

export const readsTheTranspose = defineLaw({
  law: 'reads-the-transpose',
  statement: 'the map of the array driven from its grounds is the transpose, to 1e-12 of its largest entry',
  cases,
  skipped: needsMap,
  check(solver: WireSolver, given) {
    const network = networkOf(given);
    const forwardS = solver.effectiveConductanceS!(network);
    const backward = backwardNetwork(network);
    const backS = turnedOver(solver.effectiveConductanceS!(backward), backward);
    const limitS = 1e-12 * Math.max(...forwardS);
    forwardS.forEach((valueS, at) => void expectClose(`entry ${at}`, [backS[at], valueS], limitS));
  },
});

export const mapIsTheNetwork = defineLaw({
  law: 'map-is-the-network',
  statement: 'effective conductance times source voltages is the current of the solved network',
  cases,
  skipped: needsMap,
  check(solver: WireSolver, given) {
    const network = networkOf(given);
    const voltageV = voltagesOf(given);
    const { currentA } = solver.solve(network, voltageV);
    const mapped = productOf(solver.effectiveConductanceS!(network), network, voltageV);
    const limitA = 1e-10 * Math.max(...network.conductanceS);
    mapped.forEach((value, j) => void expectClose(`current of bit line ${j}`, [value, currentA[j]], limitA));
  },
});

export const idealWiresMultiply = defineLaw({
  law: 'ideal-wires-multiply',
  statement: 'without wire resistance the currents are V G, and nearly so with a millionth of it',
  cases,
  skipped: needsMap,
  check(solver: WireSolver, given) {
    const whole = { ...given, brokenShare: 0 };
    const network = networkOf(whole);
    const voltageV = voltagesOf(whole);
    const currentsAt = (share: number) =>
      solver.solve(
        withWires(network, (ohm) => share * ohm),
        voltageV,
      ).currentA;
    const ideal = productOf(network.conductanceS, network, voltageV);
    const sumS = network.conductanceS.reduce((sum, valueS) => sum + valueS, 0);
    // A path to a cell takes at most every segment of both lines, under the currents of all cells.
    const { rows, cols, segmentOhm, sourceOhm, loadOhm } = whole;
    const pathOhm = (rows + cols) * segmentOhm + sourceOhm + loadOhm;
    for (const share of [0, 1e-6]) {
      const limitA = 0.5 * sumS * (1e-12 + share * pathOhm * sumS);
      currentsAt(share).forEach(
        (current, j) => void expectClose(`bit line ${j}`, [current, ideal[j]], limitA),
      );
    }
  },
});

/** V G, matrices [rows, cols]. */
function productOf(matrixS: Float64Array, { cols }: WireNetwork, voltageV: Float64Array): Float64Array {
  const out = new Float64Array(cols);
  matrixS.forEach((valueS, at) => {
    out[at % cols] += valueS * voltageV[Math.floor(at / cols)];
  });
  return out;
}

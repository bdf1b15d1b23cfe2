import { defineLaw } from '../../devices/testing/index.js';
import { createDisjointSets } from '../wires/disjoint-sets.js';
import { elementsOf, nodeNumbers } from '../wires/elements.js';
import type { WireNetwork } from '../wires/network.js';
import type { WireSolution } from '../wires/solve.js';
import { networkOf, voltagesOf } from './arbitraries.js';
import { wireCases as cases, expectClose, withWires } from './law-parts.js';
import { idealWiresMultiply, mapIsTheNetwork, readsTheTranspose, reciprocityLaw } from './map-laws.js';
import type { WireSolver } from './wire-solver.js';

/** Kirchhoff's current law, at the terminals too. */
export const conservesCurrent = defineLaw({
  law: 'conserves-current',
  statement: 'the currents into every node add up to nothing, or to what source and ground take',
  cases,
  check(solver: WireSolver, given) {
    const network = networkOf(given);
    const voltageV = voltagesOf(given);
    const solution = solver.solve(network, voltageV);
    const { sources, grounds, count } = nodeNumbers(network);
    const merged = createDisjointSets(count);
    const netA = new Float64Array(count);
    const roundingA = new Float64Array(count);
    const elements = [...elementsOf(network)];
    for (const { kind, from, to, value } of elements)
      if (kind !== 'cell' && value === 0) merged.join(from, to);
    const put = (node: number, currentA: number, errorA = 0) => {
      netA[merged.find(node)] += currentA;
      roundingA[merged.find(node)] += errorA + 1e-12 * Math.abs(currentA);
    };
    const voltageOf = voltagesIn(network, solution, voltageV);
    for (const { kind, from, to, value } of elements) {
      if (kind !== 'cell' && (value === 0 || value === Infinity)) continue;
      const flows = kind === 'cell' ? solution.cellCurrentA[from] : (voltageOf(from) - voltageOf(to)) / value;
      // A drop is a difference of two voltages of up to 0.5 V.
      const errorA = kind === 'cell' ? 0 : 1e-15 / value;
      put(from, -(flows || 0), errorA);
      put(to, flows || 0, errorA);
    }
    solution.sourceCurrentA.forEach((current, i) => void put(sources + i, current));
    solution.currentA.forEach((current, j) => void put(grounds + j, -current));
    const maxA = Math.max(...solution.cellCurrentA.map(Math.abs));
    const wrong = netA.findIndex((current, node) => !(Math.abs(current) <= 1e-9 * maxA + roundingA[node]));
    if (wrong >= 0) throw new Error(`node ${wrong} keeps ${netA[wrong]} A, expected 0`);
  },
});

export const balancesPower = defineLaw({
  law: 'balances-power',
  statement: 'what the sources give, wires and cells turn into heat',
  cases,
  check(solver: WireSolver, given) {
    const network = networkOf(given);
    const voltageV = voltagesOf(given);
    const solution = solver.solve(network, voltageV);
    const voltageOf = voltagesIn(network, solution, voltageV);
    let heatW = 0;
    for (const { kind, from, to, value } of elementsOf(network)) {
      const dropV = voltageOf(from) - voltageOf(to);
      if (Number.isNaN(dropV) || (kind !== 'cell' && value === 0)) continue;
      heatW += kind === 'cell' ? dropV * solution.cellCurrentA[from] : dropV ** 2 / value;
    }
    expectClose('power of the sources and heat', [powerW(solution, voltageV), heatW], 1e-9 * heatW);
  },
});

export const wiresTakePower = defineLaw({
  law: 'wires-take-power',
  statement: 'more resistance in any segment never draws more power from the same voltages',
  cases,
  check(solver: WireSolver, given) {
    const network = networkOf({ ...given, brokenShare: 0 });
    const voltageV = voltagesOf(given);
    const more = withWires(network, (ohm, at) => (at % 3 === given.seed % 3 ? 1 + 2 * ohm : ohm));
    const [before, after] = [network, more].map((of) => powerW(solver.solve(of, voltageV), voltageV));
    if (after <= before * (1 + 1e-9)) return;
    throw new Error(`power rose from ${before} W to ${after} W`);
  },
});

/** What every solver of an array's wires obeys. */
export const wireLaws = Object.freeze([
  conservesCurrent,
  reciprocityLaw,
  readsTheTranspose,
  mapIsTheNetwork,
  balancesPower,
  idealWiresMultiply,
  wiresTakePower,
]);

function powerW({ sourceCurrentA }: WireSolution, voltageV: Float64Array): number {
  return sourceCurrentA.reduce((sum, current, i) => sum + current * voltageV[i], 0);
}

function voltagesIn(network: WireNetwork, { wordLineV, bitLineV }: WireSolution, voltageV: Float64Array) {
  const { bits, sources, grounds } = nodeNumbers(network);
  return (node: number) => {
    if (node < bits) return wordLineV[node];
    if (node < sources) return bitLineV[node - bits];
    return node < grounds ? voltageV[node - sources] : 0;
  };
}

import { lusolve } from 'mathjs';
import type { WireNetwork } from '../../crossbar/index.js';
import { elementsOf, nodeNumbers } from '../../crossbar/wires/elements.js';

/**
 * Currents into the grounds by dense nodal analysis, the resistance of every segment being above 0
 * and finite: the matrix of all word and bit nodes, LU factored by mathjs.
 */
export function nodalCurrents(network: WireNetwork, voltageV: ArrayLike<number>): number[] {
  const { sources, grounds } = nodeNumbers(network);
  const matrix = Array.from({ length: sources }, () => new Array<number>(sources).fill(0));
  const rhs = new Array<number>(sources).fill(0);
  const fixed = (node: number) => (node < grounds ? voltageV[node - sources]! : 0);
  const elements = [...elementsOf(network)].map(({ kind, from, to, value }) => ({
    ends: [from, to] as const,
    valueS: kind === 'cell' ? value : 1 / value,
  }));
  for (const { ends, valueS } of elements) {
    for (const [here, there] of [ends, ends.toReversed()] as [number, number][]) {
      if (here >= sources) continue;
      matrix[here]![here]! += valueS;
      if (there < sources) matrix[here]![there]! -= valueS;
      else rhs[here]! += valueS * fixed(there);
    }
  }
  const solution = lusolve(matrix, rhs) as number[][];
  const currents = new Array<number>(network.cols).fill(0);
  for (const { ends, valueS } of elements) {
    if (ends[1] >= grounds) currents[ends[1] - grounds]! += valueS * solution[ends[0]]![0]!;
  }
  return currents;
}

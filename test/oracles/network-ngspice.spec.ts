import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { contrast, settleImage } from '../../src/learning/energy-gradient.js';
import { type NetlistOptions, netlistStates, networkNetlist } from '../../src/network/netlist.js';
import type { NodeStates } from '../../src/network/quadratic-form.js';
import { resistiveEnergy } from '../../src/network/resistive-energy.js';
import { randomCircuit } from '../network/random-circuit.js';

const { error } = spawnSync('ngspice', ['--version']);
const missing = error ? ` (skipped: ngspice is not installed, ${error.message})` : '';

/** Networks of up to three hidden layers of 8, with and without bias currents, amplifiers and diodes at the output. */
const circuits = [1, 2, 3].flatMap((depth) =>
  Array.from({ length: 8 }, (_, k) => ({
    seed: 100 * depth + k,
    layers: [5, ...Array.from({ length: depth }, () => 8), 3],
    bias: k % 2 ? 2 : 0,
    // Under which some outputs are between their diodes.
    inputGain: k % 4 === 2 ? 3 : 20,
    amplifierGain: k % 4 === 3 ? 4 : 1,
    output: k % 4 === 2 ? ('clipped' as const) : ('linear' as const),
  })),
);

describe.skipIf(missing)(`ngspice settles the same network${missing}`, () => {
  test.each(circuits)('$layers, seed $seed, gain $amplifierGain, $output output', (given) => {
    const { amplifierGain, output } = given;
    const circuit = { ...randomCircuit(given), amplifierGain, output };
    const beta = 0.2;
    const energy = resistiveEnergy(circuit);
    const ours = settleImage(energy, { ...circuit, beta, tolerance: 1e-13 });
    expect(ours.settled.map(({ status }) => status)).toEqual(['settled', 'settled', 'settled']);

    const at = (strength: number) =>
      simulated({ ...circuit, nudge: { beta: strength, target: circuit.target } });
    const [free, plus, minus] = [at(0), at(beta), at(-beta)];
    expect(largestError(ours.free, free)).toBeLessThanOrEqual(1e-6);
    expect(largestError(ours.nudgedPlus, plus)).toBeLessThanOrEqual(1e-6);
    expect(largestError(ours.nudgedMinus, minus)).toBeLessThanOrEqual(1e-6);

    const theirs = contrast(energy, [plus, minus], 1 / (2 * beta));
    expect(largestError(ours.gradient.weights, theirs.weights)).toBeLessThanOrEqual(1e-5);
    expect(largestError(ours.gradient.biases, theirs.biases)).toBeLessThanOrEqual(1e-5);
  });
});

function simulated(options: NetlistOptions): NodeStates {
  const netlist = networkNetlist(options);
  const { stdout, stderr } = spawnSync('ngspice', ['-b'], { input: netlist, encoding: 'utf8' });
  expect(stderr).not.toMatch(/error/i);
  return netlistStates(stdout, options);
}

/**
 * The largest difference in a layer over its largest value, of any layer. A layer that stands at its diodes, at 0 here and at
 * 1e-9 there, has no value of its own to be measured by: a thousandth of the network's largest is taken.
 */
function largestError(ours: readonly Float64Array[], theirs: readonly Float64Array[]): number {
  const sizes = theirs.map((layer) => Math.max(...layer.map(Math.abs)));
  const least = 1e-3 * Math.max(...sizes);
  return Math.max(
    ...ours.map((layer, l) => {
      const difference = Math.max(...layer.map((value, i) => Math.abs(value - theirs[l]![i]!)));
      return difference / Math.max(sizes[l]!, least);
    }),
  );
}

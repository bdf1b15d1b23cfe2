import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createTypescriptKernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { configuredNetlist } from '../../src/cli/crossbar/configured-netlist.js';
import type { CliIo } from '../../src/cli/shared/cli-io.js';
import { resolveConfiguration } from '../../src/configuration/configuration.js';
import { imagesInto, labelsOf, selectImages } from '../../src/data/batches.js';
import { loadDigits } from '../../src/data/sets/digits.js';
import { createResistiveHardware } from '../../src/experiments/build/resistive-model.js';
import type { DiodeOptions } from '../../src/reference/energy/diodes.js';
import { contrast, settleImage } from '../../src/reference/energy/energy-gradient.js';
import { resistiveEnergy, sourceVoltages } from '../../src/reference/energy/resistive-energy.js';
import { type NetlistOptions, netlistStates, networkNetlist } from '../../src/reference/netlist.js';
import type { NodeStates } from '../../src/reference/quadratic-form.js';
import { randomCircuit } from '../network/random-circuit.js';

const { error } = spawnSync('ngspice', ['--version']);
const missing = error ? ` (skipped: ngspice is not installed, ${error.message})` : '';

/**
 * Networks of up to three hidden layers of 8, with and without bias currents, amplifiers and diodes
 * at the output.
 */
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

const diodes: readonly DiodeOptions[] = [
  { model: 'shockley', saturationA: 1e-3, thermalV: 0.05 },
  { model: 'shockley', saturationA: 1e-9, thermalV: 0.026 },
  { model: 'piecewise', thresholdV: 0.23, onS: 10, offS: 0.01 },
];
const realCircuits = circuits
  .filter(({ seed }) => seed % 8 < 4)
  .flatMap((circuit) => diodes.map((diode) => ({ ...circuit, diode, model: diode.model })));

describe.skipIf(missing)(`ngspice settles the same network under diodes that are not ideal${missing}`, () => {
  test.each(realCircuits)('$layers, seed $seed, gain $amplifierGain, $output output, $model', (given) => {
    const { amplifierGain, output, diode } = given;
    const circuit = { ...randomCircuit({ ...given, inputGain: 3 }), amplifierGain, output, diode };
    const ours = settleImage(resistiveEnergy(circuit), { ...circuit, beta: 0.2, tolerance: 1e-13 });
    expect(ours.settled.map(({ status }) => status)).toEqual(['settled', 'settled', 'settled']);
    const free = simulated(circuit);
    const plus = simulated({ ...circuit, nudge: { beta: 0.2, target: circuit.target } });
    expect(largestError(ours.free, free)).toBeLessThanOrEqual(1e-6);
    expect(largestError(ours.nudgedPlus, plus)).toBeLessThanOrEqual(1e-6);
  });
});

function simulated(options: NetlistOptions): NodeStates {
  const netlist = networkNetlist(options);
  const { stdout, stderr } = spawnSync('ngspice', ['-b'], { input: netlist, encoding: 'utf8' });
  expect(stderr).not.toMatch(/error/i);
  return netlistStates(stdout, options);
}

const configured = `
dataset: {name: digits, train: 480, test: 360}
network: {energy: resistive, layers: [64, 20, 10], inputGain: 10}
learning: {mode: supervised, learningRate: [1, 1], dropout: [0, 0, 0], eqprop: {strategy: block}, backprop: {learningRate: [1, 1]}}
hardware: ideal
`;

/**
 * The largest difference in a layer over its largest value, of any layer. A layer that stands at
 * its diodes, at 0 here and at 1e-9 there, has no value of its own to be measured by: a thousandth
 * of the network's largest is taken.
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

describe.skipIf(missing)(`ngspice settles the network of a configuration${missing}`, () => {
  test.each([0, -0.2])('nudged by %d', async (nudge) => {
    const folder = mkdtempSync(join(tmpdir(), 'netlist-'));
    const file = join(folder, 'n.yaml');
    writeFileSync(file, configured);
    const dataset = loadDigits();
    const io = { engine: { loadDataset: async () => dataset } } as unknown as CliIo;
    const netlist = await configuredNetlist(file, { image: 3, nudge }, io);
    rmSync(folder, { recursive: true });
    const configuration = await resolveConfiguration(parse(configured), { source: 'test' });
    const random = createRandom(configuration.seed);
    const options = { hardware: 'ideal' as const, kernels: createTypescriptKernels(), random, maxBatch: 4 };
    const circuit = createResistiveHardware(configuration.network, options, []);
    const { set, indices } = selectImages(dataset.test, 360, random.stream('test images'));
    const one = { set, indices: indices.subarray(3, 4) };
    const pixels = new Float32Array(64);
    imagesInto(pixels, one);
    const sources = sourceVoltages(pixels, 10);
    const weights = circuit.couplings.map(({ pre, post, weightsInto }) =>
      Float64Array.from(weightsInto(new Float32Array(pre * post))),
    );
    const biases = [new Float64Array(20), new Float64Array(10)];
    const target = Array.from({ length: 10 }, (_, i) => Number(i === labelsOf(one)[0]));
    const { layers } = circuit;
    const energy = resistiveEnergy({ layers, weights, biases });
    const ours = settleImage(energy, { sources, target, beta: -nudge || 0.1, tolerance: 1e-13 });
    const { stdout } = spawnSync('ngspice', ['-b'], { input: netlist, encoding: 'utf8' });
    const states = netlistStates(stdout, { layers, sources });
    expect(largestError(nudge === 0 ? ours.free : ours.nudgedMinus, states)).toBeLessThanOrEqual(1e-6);
  });
});

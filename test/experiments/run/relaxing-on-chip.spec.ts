import { describe, expect, it } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { batchesOf, imagesInto, selectImages } from '../../../src/data/batches.js';
import { loadMnist } from '../../../src/data/sets/mnist.js';
import { createLearner } from '../../../src/experiments/build/learner.js';
import { applySgd } from '../../../src/learning/optimizers/sgd.js';
import type { Network } from '../../../src/network/network.js';
import { relativeError, uniforms } from '../../network/reference.js';

const batch = 16;
const images = selectImages(loadMnist().train, 3 * batch, createRandom(1));

/** Every imperfection off: pulses of 1e-7 of the range, converters of 24 bits. */
const perfect = {
  device: {
    model: 'constant-step',
    gMinS: 0,
    gMaxS: 1e-4,
    states: 3_400_000,
    deviceVariation: { step: 0, bounds: 0 },
    cycleNoise: 0,
  },
  array: { levels: 0, weightMax: 0.3 },
  converters: { dac: { bits: 24 }, adc: { bits: 24, range: 8 }, nudge: { bits: 24 } },
  read: { noise: 0, nonlinearity: { kind: 'none' } },
  write: { scheme: 'deterministic', pulses: 65535 },
  faults: { stuckLow: 0 },
  homeostasis: { bits: 0, range: 1000, centred: false },
};

const eqprop = { strategy: 'block', tolerance: 0, maxSweeps: 30, beta: 0.45 };
const common = { learningRate: [0.005, 0.002], dropout: [0, 0, 0], schedule: { kind: 'constant' } };
const networks: readonly { label: string; network: readonly number[]; learning: Mapping }[] = [
  {
    label: '784-512-10, labels as target',
    network: [784, 512, 10],
    learning: { ...common, mode: 'supervised', eqprop },
  },
  {
    label: '784-500-500, its own target',
    network: [784, 500, 500],
    learning: { ...common, learningRate: [0.003, 0.003], target: { winners: 4 }, eqprop },
  },
  {
    label: '784-200, one layer',
    network: [784, 200],
    learning: { learningRate: [0.005], dropout: [0, 0], schedule: { kind: 'constant' } },
  },
];

/** A network of a configuration that learns three batches; what its states were in each. */
async function learn(
  { network, learning }: (typeof networks)[number],
  hardware: Mapping | 'ideal',
  rule: 'eqprop' | 'backprop' = 'eqprop',
) {
  const layers = network;
  const backprop = { learningRate: learning.learningRate, target: learning.target ?? {} };
  const configuration = await resolveConfiguration(
    { network: { layers }, learning: { ...learning, backprop }, hardware },
    { source: 'test' },
  );
  const kernels = createSimdKernels();
  const learner = createLearner(configuration, {
    rule,
    hardware: configuration.hardware,
    kernels,
    random: createRandom(1),
    maxBatch: batch,
  });
  const input = kernels.float32(batch * 784);
  const masks = layers.map(() => null);
  const target = kernels.float32(batch * layers.at(-1)!);
  target.set(uniforms(batch * layers.at(-1)!, 'targets', [0, 1]));
  const states: Float32Array[] = [];
  for (const [step, part] of [...batchesOf(images, batch)].entries()) {
    imagesInto(input, part);
    const update = learner.rule.answer({ batch, input, masks, step }).updateTowards(target);
    // Of the first coupling, differences of states; of the others, the states of both phases.
    update.products.forEach(({ post, pre, rows }, l) => {
      states.push(post.slice(0, rows * layers[l + 1]), pre.slice(0, rows * layers[l]));
    });
    // By given targets: winners that tie would be chosen by the last bit.
    applySgd(learner.network as Network, update, learner.learning.learningRate);
  }
  const outputs = kernels.float32(batch * layers.at(-1)!);
  learner.rule.inferInto(outputs, input, batch);
  return { states, outputs: outputs.slice(), crossbars: learner.crossbars };
}

const largest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0);

describe.each(networks)('a chip without imperfections, $label', async (setting) => {
  const [chip, ideal] = [await learn(setting, perfect), await learn(setting, 'ideal')];
  const isDeep = setting.network.length > 2;

  it('has the states of ideal floats, to 1e-5, free and nudged, while it learns', () => {
    expect(ideal.states.some((state) => state.some((s) => s > 0.1))).toBe(true);
    chip.states.forEach((state, i) => {
      expect(largest(state, ideal.states[i])).toBeLessThan(1e-5);
    });
    expect(largest(chip.outputs, ideal.outputs)).toBeLessThan(1e-5);
  });

  const deep = isDeep ? it : () => undefined;
  deep('reads its upper array in both directions, sweep by sweep, and needs to', async () => {
    const [lower, upper] = chip.crossbars.map(({ counters }) => counters);
    expect(lower.backwardReads).toBe(0);
    // Three sweeps at least in each of two phases of three updates, and in the answer.
    expect(upper.backwardReads).toBeGreaterThanOrEqual(batch * 3 * (3 * 2 + 1));
    expect(upper.backwardReads).toBe(upper.forwardReads);
    const deaf = await learn(setting, { ...perfect, read: { ...perfect.read, feedback: 'none' } });
    expect(deaf.crossbars[1].counters.backwardReads).toBe(0);
    expect(largest(deaf.outputs, ideal.outputs)).toBeGreaterThan(1e-3);
  });

  it('has the errors of ideal floats when backprop reads it backward', async () => {
    const [there, here] = [
      await learn(setting, perfect, 'backprop'),
      await learn(setting, 'ideal', 'backprop'),
    ];
    // A unit within 1e-6 of a wall may pass its error on one side and not on the other: one of
    // 8,000 is 1 % of the length.
    there.states.forEach((state, i) => {
      expect(relativeError(Float64Array.from(state), Float64Array.from(here.states[i]))).toBeLessThan(0.02);
    });
    if (isDeep) expect(there.crossbars[1].counters.backwardReads).toBe(3 * batch);
  });
});

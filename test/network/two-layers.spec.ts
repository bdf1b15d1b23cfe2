import { describe, expect, it } from 'vitest';
import { createSimdKernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { type ChipConfiguration, resolveConfiguration } from '../../src/configuration/configuration.js';
import { batchesOf, imagesInto, type Selection, selectImages } from '../../src/data/batches.js';
import { loadDigits } from '../../src/data/sets/digits.js';
import { loadMnist } from '../../src/data/sets/mnist.js';
import { arrayOptions } from '../../src/experiments/build/chip.js';
import { createEqprop } from '../../src/learning/eqprop.js';
import { applySgd } from '../../src/learning/optimizers/sgd.js';
import type { Coupling } from '../../src/network/coupling.js';
import {
  type CrossbarCoupling,
  createCrossbarCoupling,
} from '../../src/network/couplings/crossbar-coupling.js';
import { createNetwork } from '../../src/network/network.js';
import { createEuler } from '../../src/relax/euler.js';
import { createSelfDefinedTarget } from '../../src/target/self-defined-target.js';

const batch = 16;
const { hardware } = await resolveConfiguration({}, { source: 'test' });

/**
 * Trains on the arrays of the default chip, every coupling wrapped by `wrap`; returns what came of
 * it.
 */
function train(
  images: Selection,
  {
    layers,
    wrap = (coupling) => coupling,
  }: { layers: readonly number[]; wrap?: (coupling: Coupling) => Coupling },
) {
  const [kernels, random] = [createSimdKernels(), createRandom(1)];
  const arrays: CrossbarCoupling[] = [];
  const network = createNetwork({
    layers,
    random: random.stream('network'),
    kernels,
    createCoupling(weights, { pre, post, index }) {
      const array = createCrossbarCoupling(weights, {
        ...arrayOptions(hardware as ChipConfiguration),
        rows: post,
        cols: pre,
        random: random.stream(`array ${index}`),
        kernels,
        maxBatch: 2 * batch,
      });
      arrays.push(array);
      return wrap(array);
    },
  });
  const read = () => arrays.map(({ pre, post, weightsInto }) => weightsInto(new Float32Array(pre * post)));
  const before = read();
  const rule = createEqprop(network, {
    relax: createEuler(network, { dt: 0.2, maxBatch: batch }),
    freeSteps: 20,
    nudgedSteps: 10,
    beta: 0.2,
    nudging: 'random-sign',
    maxBatch: batch,
    random: random.stream('sign'),
  });
  const units = layers[layers.length - 1];
  const target = createSelfDefinedTarget({
    units,
    winners: 4,
    labelSmoothing: 0.3,
    random: random.stream('ties'),
    homeostasis: { gain: 0.65, targetActivity: 4 / units },
  });
  const input = kernels.float32(batch * layers[0]);
  const chosen = kernels.float32(batch * units);
  let step = 0;
  for (const part of batchesOf(images, batch)) {
    imagesInto(input, part);
    const { output, updateTowards } = rule.answer({ batch, input, masks: layers.map(() => null) });
    target.targetInto(chosen, output, { batch, mask: null, step: step++ });
    target.homeostasis.observe(chosen, batch);
    const update = updateTowards(chosen);
    expect(update.status).toBe('ok');
    applySgd(network, update, [0.05, 0.075]);
  }
  const outputs = kernels.float32(batch * units);
  rule.inferInto(outputs, input, batch);
  return {
    before,
    weights: read(),
    outputs: outputs.slice(),
    counters: arrays.map(({ crossbar }) => crossbar.counters),
  };
}

/** A coupling whose devices cannot be read backward. */
const oneWay = (coupling: Coupling): Coupling => ({
  ...coupling,
  backwardInto: (out, _, rows) => void out.fill(0, 0, rows * coupling.pre),
});

describe('two layers on crossbars', () => {
  const digits = selectImages(loadDigits().train, 160, createRandom(1));
  const layers = [64, 40, 40];
  const trained = train(digits, { layers });

  it('relax and train through forward and backward reads', () => {
    const [first, second] = trained.counters;
    // Ten batches of 16 and one inference; the input is read once a phase, what lies between units
    // at every step.
    expect(first).toMatchObject({ forwardReads: 16 * 21, backwardReads: 0, updates: 10 });
    expect(second).toMatchObject({
      forwardReads: 16 * (10 * 30 + 20),
      backwardReads: 16 * (10 * 30 + 20),
      updates: 10,
    });
    for (const { pulsedDevices, conversions } of trained.counters) {
      expect(Math.min(pulsedDevices, conversions)).toBeGreaterThan(1000);
    }
    trained.weights.forEach((w, l) => {
      expect(w).not.toEqual(trained.before[l]);
      expect(w.every(Number.isFinite)).toBe(true);
    });
    expect(trained.outputs.some((y) => y > 0 && y < 1)).toBe(true);
  });

  it('need the backward reads: zeros in their place give another network', () => {
    const without = train(digits, { layers, wrap: oneWay });
    expect(without.before).toEqual(trained.before);
    expect(without.outputs).not.toEqual(trained.outputs);
    trained.weights.forEach((w, l) => {
      expect(without.weights[l]).not.toEqual(w);
    });
  });

  it('repeat to the bit', () => {
    expect(train(digits, { layers })).toEqual(trained);
  });

  it('run at 784-200-200 on MNIST', () => {
    const mnist = selectImages(loadMnist().train, 64, createRandom(1));
    const { counters, weights } = train(mnist, { layers: [784, 200, 200] });
    expect(counters[1].backwardReads).toBe(16 * (4 * 30 + 20));
    expect(weights.every((w) => w.every(Number.isFinite))).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { selectImages } from '../../../src/data/batches.js';
import { createLearner } from '../../../src/experiments/build/learner.js';
import { planOf } from '../../../src/experiments/run/plan.js';
import { digits, quickDigits, runOf } from '../run-fixture.js';

const digitsOnly = { dataset: { name: 'digits' }, hardware: 'ideal' };

const resolve = (configuration: Mapping) =>
  resolveConfiguration({ ...digitsOnly, ...configuration }, { source: 'test' });

/** 784-10 and 784-512-10 as published, in small; backprop with several outputs per class. */
const supervised: readonly [string, Mapping, number][] = [
  [
    'EqProp on one layer',
    {
      network: { layers: [64, 10] },
      learning: {
        mode: 'supervised',
        epochs: 5,
        learningRate: [0.05],
        dropout: [0, 0],
        target: { winners: 1, labelSmoothing: 0 },
        eqprop: { beta: 0.45 },
        backprop: { target: { winners: 1 } },
      },
    },
    0.85,
  ],
  [
    'EqProp on two layers',
    {
      network: { layers: [64, 60, 10] },
      learning: {
        mode: 'supervised',
        epochs: 5,
        learningRate: [0.4, 0.2],
        dropout: [0, 0, 0],
        target: { winners: 1 },
        eqprop: { strategy: 'euler', nudging: 'centred', beta: 0.45 },
        backprop: { learningRate: [0.4, 0.2], target: { winners: 1 } },
      },
    },
    0.85,
  ],
  [
    'EqProp through a softmax, by Adam',
    {
      network: { layers: [64, 60, 10] },
      learning: {
        mode: 'supervised',
        loss: 'cross-entropy',
        optimizer: 'adam',
        epochs: 5,
        dropout: [0, 0, 0],
        learningRate: [3e-3, 3e-3],
        target: { winners: 1, labelSmoothing: 0 },
        backprop: { learningRate: [3e-3, 3e-3], target: { winners: 1 } },
      },
    },
    0.85,
  ],
  [
    'backprop with five outputs per class',
    {
      network: { layers: [64, 60, 50], activation: ['relu', 'hard-sigmoid'] },
      learning: {
        rule: 'backprop',
        mode: 'supervised',
        epochs: 5,
        dropout: [0.1, 0.1, 0],
        learningRate: [2, 2],
        backprop: { learningRate: [2, 2] },
      },
    },
    0.85,
  ],
  [
    'backprop through a softmax, by Adam',
    {
      network: { layers: [64, 60, 10], activation: ['relu', 'identity'] },
      learning: {
        rule: 'backprop',
        mode: 'supervised',
        loss: 'cross-entropy',
        optimizer: 'adam',
        epochs: 5,
        dropout: [0, 0.2, 0],
        learningRate: [3e-3, 3e-3],
        target: { winners: 1 },
        backprop: { learningRate: [3e-3, 3e-3], target: { winners: 1 } },
      },
    },
    0.85,
  ],
];

describe('supervised training', () => {
  it.each(supervised)('by %s learns the digits', async (_, configuration, least) => {
    const { result, evaluation } = await runOf(await resolve(configuration), digits);
    expect(result).toMatchObject({ status: 'completed', mode: 'supervised' });
    expect(result.accuracy).toMatchObject({ average: null, max: null, linear: null });
    expect(result.accuracy.test).toBeGreaterThan(least);
    expect(result.accuracy.test).toBeCloseTo(
      evaluation!.correct.test!.reduce((n, one) => n + one, 0) / 360,
      12,
    );
    expect(result.epochs).toHaveLength(5);
  });
});

describe('semi-supervised training', () => {
  const rates = { learningRate: [1e-3, 1e-3], target: { winners: 1, homeostasis: { gain: 0.3 } } };
  const configuration: Mapping = {
    network: { layers: [64, 100, 10] },
    learning: {
      mode: 'semi-supervised',
      loss: 'cross-entropy',
      optimizer: 'adam',
      labels: 50,
      epochs: 20,
      batchSize: 32,
      dropout: [0.3, 0.5, 0],
      ...rates,
      pretrain: { epochs: 40, batchSize: 8, learningRate: [1e-3, 3.5e-3] },
      unlabelled: { schedule: { kind: 'linear', start: 0.01, end: 0.03, epochs: 20 } },
      labelled: { batchSize: 8, schedule: { kind: 'linear', start: 0.2, end: 0.03, epochs: 20 } },
      backprop: rates,
    },
  };

  it('begins with the labels alone and gains from the other images', async () => {
    const { result } = await runOf(await resolve(configuration), digits);
    expect(result.status).toBe('completed');
    expect(result.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(result.epochs.filter(({ part }) => part === 'pretrain')).toHaveLength(40);
    const pretrained = result.epochs[39].accuracy.test!;
    expect(pretrained).toBeGreaterThan(0.75);
    expect(result.accuracy.test).toBeGreaterThan(pretrained);
  });

  it('goes through labelled images, then through all others and the labelled ones in turn', async () => {
    const [random, kernels] = [createRandom(1), createSimdKernels()];
    const learner = createLearner(await resolve(configuration), {
      rule: 'eqprop',
      hardware: 'ideal',
      kernels,
      random,
      maxBatch: 256,
    });
    const plan = planOf(learner, selectImages(digits.train, undefined, random), random);
    expect([plan.epochs, plan.pretraining]).toEqual([60, 40]);
    const shape = (epoch: number) =>
      plan
        .passesOf(epoch)
        .map(({ trainer, images, epoch: own }) => [trainer.part, images.indices.length, own]);
    expect(shape(39)).toEqual([['pretrain', 50, 39]]);
    expect(shape(40)).toEqual([
      ['unlabelled', 1387, 0],
      ['labelled', 50, 0],
    ]);
    const [unlabelled, labelled] = plan.passesOf(45).map(({ images }) => images.indices);
    expect(new Set([...unlabelled, ...labelled]).size).toBe(1437);
    const sorted = (of: Uint32Array) => [...of].sort((a, b) => a - b);
    expect(sorted(labelled)).toEqual(sorted(plan.passesOf(3)[0].images.indices));
    expect(labelled).not.toEqual(plan.passesOf(46)[1].images.indices);
  });
});

describe('testing', () => {
  const small = ['hardware=ideal', 'dataset.train=400', 'dataset.test=200', 'learning.epochs=3'];

  it('comes after every few epochs and at the end', async () => {
    const { result } = await runOf(await quickDigits(...small, 'readout.every=2'));
    expect(result.epochs.map(({ accuracy }) => accuracy.average !== null)).toEqual([false, true, true]);
    const { result: each } = await runOf(await quickDigits(...small));
    expect(result.accuracy).toEqual(each.accuracy);
    expect(result.curve?.map(({ images }) => images)).toEqual([0, 32, 64, 112, 208, 304, 400, 800, 1200]);
  });

  it('of an untrained network is that of no epochs', async () => {
    const { result } = await runOf(await quickDigits(...small, 'learning.epochs=0'));
    expect(result).toMatchObject({ status: 'completed', epochs: [], train: { samplesPerSecond: 0 } });
    expect(result.accuracy.average).toBeGreaterThan(0.3);
  });

  it('with a share of the labels associates by other images', async () => {
    const { result: all } = await runOf(await quickDigits(...small));
    const { result: few } = await runOf(await quickDigits(...small, 'readout.labels=0.05'));
    expect(few.accuracy.average).not.toBe(all.accuracy.average);
    expect(few.accuracy.average).toBeGreaterThan(0.2);
  });

  it('with a list of shares reads the finished network out with each, as a run of its own would', async () => {
    const { result } = await runOf(await quickDigits(...small, 'readout.labels=[1, 0.05]'));
    const { result: all } = await runOf(await quickDigits(...small));
    const { result: few } = await runOf(await quickDigits(...small, 'readout.labels=0.05'));
    expect(result.accuracy).toEqual(all.accuracy);
    expect(result.otherLabels).toEqual([{ labels: 0.05, accuracy: few.accuracy }]);
    expect(all.otherLabels).toBeUndefined();
  });
});

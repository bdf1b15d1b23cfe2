import { describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../src/experiments/configuration.js';
import type { Mapping } from '../../src/experiments/mapping.js';
import { digits, quickDigits, runOf } from './run-fixture.js';

const digitsOnly = { dataset: { name: 'digits' }, hardware: 'ideal' };

const resolve = (configuration: Mapping) =>
  resolveConfiguration({ ...digitsOnly, ...configuration }, { source: 'test' });

/** 784-10 and 784-512-10 as published, in small; backprop with several outputs a class. */
const supervised: readonly [string, Mapping, number][] = [
  [
    'EqProp on one layer',
    {
      network: { layers: [64, 10] },
      learning: {
        ...{ mode: 'supervised', epochs: 5, learningRate: [0.05], dropout: [0, 0] },
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
        ...{ mode: 'supervised', epochs: 5, learningRate: [0.4, 0.2], dropout: [0, 0, 0] },
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
        ...{ mode: 'supervised', loss: 'cross-entropy', optimizer: 'adam', epochs: 5, dropout: [0, 0, 0] },
        ...{ learningRate: [3e-3, 3e-3], target: { winners: 1, labelSmoothing: 0 } },
        backprop: { learningRate: [3e-3, 3e-3], target: { winners: 1 } },
      },
    },
    0.85,
  ],
  [
    'backprop with five outputs a class',
    {
      network: { layers: [64, 60, 50], activation: ['relu', 'hard-sigmoid'] },
      learning: {
        ...{ rule: 'backprop', mode: 'supervised', epochs: 5, dropout: [0.1, 0.1, 0] },
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
        ...{ rule: 'backprop', mode: 'supervised', loss: 'cross-entropy', optimizer: 'adam', epochs: 5 },
        ...{ dropout: [0, 0.2, 0], learningRate: [3e-3, 3e-3], target: { winners: 1 } },
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
  const configuration = (gain: number, epochs: number): Mapping => ({
    network: { layers: [64, 300, 10] },
    learning: {
      ...{ mode: 'semi-supervised', loss: 'cross-entropy', optimizer: 'adam', labels: 50 },
      ...{ epochs, batchSize: 32, learningRate: [3e-4, 3e-3], dropout: [0.3, 0.5, 0] },
      target: { winners: 1, homeostasis: { gain } },
      pretrain: { epochs: 30, batchSize: 8, learningRate: [1e-3, 3.5e-3] },
      unlabelled: { schedule: { kind: 'linear', start: 0.01, end: 0.3, epochs: 15 } },
      labelled: { batchSize: 8, schedule: { kind: 'linear', start: 0.2, end: 0.03, epochs: 15 } },
      backprop: { learningRate: [3e-4, 3e-3], target: { winners: 1 } },
    },
  });

  it('begins with the labels alone and gains from the other images', async () => {
    const { result } = await runOf(await resolve(configuration(0.1, 15)), digits);
    expect(result.status).toBe('completed');
    expect(result.epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 45 }, (_, i) => i + 1));
    expect(result.epochs.filter(({ part }) => part === 'pretrain')).toHaveLength(30);
    const pretrained = result.epochs[29].accuracy.test!;
    expect(pretrained).toBeGreaterThan(0.6);
    expect(result.accuracy.test).toBeGreaterThan(pretrained + 0.01);
  });
});

describe('testing', () => {
  const small = ['hardware=ideal', 'dataset.train=400', 'dataset.test=200', 'learning.epochs=3'];

  it('comes after every few epochs and at the end', async () => {
    const { result } = await runOf(await quickDigits(...small, 'readout.every=2'));
    expect(result.epochs.map(({ accuracy }) => accuracy.average !== null)).toEqual([false, true, true]);
    const { result: each } = await runOf(await quickDigits(...small));
    expect(result.accuracy).toEqual(each.accuracy);
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
});

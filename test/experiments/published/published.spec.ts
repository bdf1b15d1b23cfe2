import { describe, expect, it } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import { resolveLearning, resolvePart } from '../../../src/configuration/learning-rule.js';
import { reproduce, rowConfiguration } from '../../../src/experiments/published/reproduce.js';
import { findRow, publishedRows } from '../../../src/experiments/published/rows.js';
import { digits, still } from '../run-fixture.js';

const configurationOf = (name: string, options = {}) =>
  rowConfiguration(findRow(name), { seed: 1, ...options });
const learningOf = async (name: string) => {
  const configuration = await configurationOf(name);
  return resolveLearning(configuration, configuration.learning.rule);
};

describe('the published rows', () => {
  it('resolve, have names of their own and a source, and figures that are shares', async () => {
    expect(publishedRows.map(({ name }) => name)).toEqual([
      'BP-1',
      'BP-2',
      'EP-1',
      'EP-2',
      'UNTRAINED-1',
      'UNTRAINED-2',
      'SUP-BP-1',
      'SUP-BP-2',
      'SUP-EP-1',
      'SUP-EP-2',
      ...[100, 300, 600, 1000, 3000].map((labels) => `SEMI-EP-${labels}`),
      'SEMI-BP-600',
      'CNN-MNIST',
      'CNN-FASHION',
      'CNN-SVHN',
    ]);
    for (const row of publishedRows) {
      const configuration = await configurationOf(row.name);
      expect(configuration).toMatchObject({ name: row.name, hardware: 'ideal', seed: 1 });
      expect(row.source).toMatch(
        /^Liu et al\. 2024, doi:10\.1088\/2634-4386\/ad8c78 \(arXiv:2403\.12116\): ./,
      );
      for (const { mean, spread } of Object.values(row.published)) {
        expect(mean > 0.5 && mean < 1).toBe(true);
        expect(spread === null || (spread > 0 && spread < 0.1)).toBe(true);
      }
    }
  });

  it('carry the hyper-parameters of each rule, no default left in them', async () => {
    expect(await learningOf('BP-1')).toMatchObject({
      rule: 'backprop',
      epochs: 200,
      batchSize: 16,
      learningRate: [8],
      dropout: [0.3, 0.2],
      schedule: { kind: 'linear', start: 1, end: 5e-4, epochs: 200 },
      target: { winners: 6, labelSmoothing: 0, homeostasis: { gain: 0.4 } },
    });
    expect(await learningOf('BP-2')).toMatchObject({
      learningRate: [2.5, 5],
      dropout: [0.3, 0.2, 0.2],
      target: { winners: 5, labelSmoothing: 0, homeostasis: { gain: 0.5 } },
    });
    expect(await learningOf('EP-1')).toMatchObject({
      rule: 'eqprop',
      epochs: 100,
      batchSize: 16,
      learningRate: [0.03],
      dropout: [0.3, 0.2],
      schedule: { kind: 'linear', start: 1, end: 1e-3, epochs: 100 },
      target: { winners: 5, labelSmoothing: 0.3, homeostasis: { gain: 0.3 } },
      eqprop: { dt: 0.2, freeSteps: 40, nudgedSteps: 10, beta: 0.2, nudging: 'random-sign' },
    });
    expect(await learningOf('EP-2')).toMatchObject({
      batchSize: 32,
      learningRate: [0.01, 0.015],
      dropout: [0.3, 0, 0.2],
      target: { winners: 4, labelSmoothing: 0.3, homeostasis: { gain: 0.65 } },
      eqprop: { strategy: 'block', beta: 0.2 },
    });
    expect(await learningOf('SUP-BP-2')).toMatchObject({
      mode: 'supervised',
      batchSize: 128,
      epochs: 200,
      learningRate: [2, 5],
      dropout: [0.15, 0.2, 0],
      schedule: { kind: 'linear', start: 1, end: 5e-4, epochs: 200 },
      target: { labelSmoothing: 0 },
    });
    expect(await learningOf('SUP-EP-2')).toMatchObject({
      batchSize: 128,
      learningRate: [0.1, 0.05],
      schedule: { kind: 'constant' },
      eqprop: { strategy: 'euler', freeSteps: 60, nudgedSteps: 10, beta: 0.45 },
    });
  });

  it('carry the convolutional networks', async () => {
    const { network, readout } = await configurationOf('CNN-MNIST');
    expect(network).toMatchObject({
      layers: [
        { conv: { channels: 32, size: 5, stride: 1, padding: 2, pruned: 0.5 } },
        { pool: { kind: 'average', size: 4, stride: 2, padding: 1 } },
        { conv: { channels: 128, size: 3, stride: 1, padding: 1, pruned: 0.5 } },
        { pool: { kind: 'average', size: 4, stride: 2, padding: 1 } },
        { full: 3000 },
      ],
      activation: ['relu', 'relu', 'identity'],
    });
    expect(readout).toMatchObject({ labels: 1, linear: true });
    expect(await learningOf('CNN-FASHION')).toMatchObject({
      rule: 'backprop',
      mode: 'unsupervised',
      loss: 'mse',
      optimizer: 'adam',
      epochs: 20,
      batchSize: 16,
      learningRate: [5e-7, 2.5e-8, 2.5e-6],
      schedule: { kind: 'linear', start: 1, end: 0.01, epochs: 100 },
      target: { winners: 1, labelSmoothing: 0, homeostasis: { gain: 1 } },
      dropout: [0, 0, 0.2, 0.8],
    });
  });

  it('carry both stages of semi-supervised training', async () => {
    const eqprop = await learningOf('SEMI-EP-600');
    expect(eqprop).toMatchObject({
      mode: 'semi-supervised',
      loss: 'cross-entropy',
      optimizer: 'adam',
      labels: 600,
      epochs: 200,
      target: { winners: 1, labelSmoothing: 0.3, homeostasis: { gain: 0.01 } },
      dropout: [0.3, 0.5, 0],
    });
    expect(resolvePart(eqprop, 'pretrain')).toMatchObject({
      epochs: 100,
      batchSize: 32,
      learningRate: [1e-3, 3.5e-3],
      schedule: { kind: 'exponential', start: 1, end: 0.96, epochs: 1 },
    });
    expect(resolvePart(eqprop, 'unlabelled')).toMatchObject({
      batchSize: 128,
      learningRate: [1.8e-4, 1e-3],
      schedule: { kind: 'linear', start: 0.001, end: 0.1, epochs: 200 },
    });
    expect(resolvePart(eqprop, 'labelled')).toMatchObject({
      batchSize: 32,
      learningRate: [1.8e-4, 1e-3],
      schedule: { kind: 'linear', start: 0.2, end: 0.03, epochs: 200 },
    });
    const backprop = await learningOf('SEMI-BP-600');
    expect(resolvePart(backprop, 'pretrain')).toMatchObject({ epochs: 150, learningRate: [1e-3, 3e-3] });
    expect(resolvePart(backprop, 'unlabelled')).toMatchObject({
      batchSize: 256,
      learningRate: [1e-4, 2.5e-3],
      target: { labelSmoothing: 0, homeostasis: { gain: 0.003 } },
      schedule: { kind: 'linear', start: 0.001, end: 0.18, epochs: 400 },
    });
    expect(resolvePart(backprop, 'labelled').schedule).toEqual({
      kind: 'linear',
      start: 0.72,
      end: 0.05,
      epochs: 350,
    });
  });

  it('are found in any case of letters, or the nearest name is', () => {
    expect(findRow('ep-2').name).toBe('EP-2');
    expect(() => findRow('EP2')).toThrow(new InputError('reproduce: no row EP2, did you mean EP-2?'));
  });
});

describe('rowConfiguration', () => {
  it('stops early, pretraining first, and leaves the schedules their length', async () => {
    const { learning, readout, seed } = await configurationOf('EP-1', { epochs: 3, every: 2, seed: 9 });
    expect([learning.epochs, learning.schedule.epochs, readout.every, seed]).toEqual([3, 100, 2, 9]);
    const epochsOf = async (epochs: number) => {
      const { learning: semi } = await configurationOf('SEMI-EP-600', { epochs });
      return [semi.pretrain?.epochs, semi.epochs, semi.unlabelled?.schedule?.epochs];
    };
    expect(await epochsOf(2)).toEqual([2, 0, 200]);
    expect(await epochsOf(130)).toEqual([100, 30, 200]);
    expect(await epochsOf(1000)).toEqual([100, 200, 200]);
    expect((await configurationOf('UNTRAINED-1', { epochs: 5 })).learning.epochs).toBe(0);
  });
});

describe('reproduce', () => {
  const small = [
    'dataset.name=digits',
    'dataset.train=200',
    'network.layers=[64, 100]',
    'readout.linear={epochs: 2, batchSize: 64}',
  ];

  it('sets the published figures beside a run that bears the name of the row', async () => {
    const row = findRow('EP-1');
    const configuration = await configurationOf('EP-1', { epochs: 2, set: small });
    const { result } = await reproduce(row, configuration, { dataset: digits, context: still });
    expect(result.runs).toHaveLength(1);
    expect(result.runs[0]).toMatchObject({
      id: 'EP-1',
      status: 'completed',
      published: row.published,
      source: row.source,
    });
    expect(result.runs[0].epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(result.runs[0].accuracy.linear).toBeGreaterThan(0.1);
    const shares = result.runs[0].otherLabels!;
    expect(shares.map(({ labels }) => labels)).toEqual([0.01, 0.05, 0.5]);
    expect(shares.map(({ published }) => published)).toEqual(
      row.publishedLabels!.map(({ published }) => published),
    );
  });

  it('takes the mean over the seeds of an untrained network', async () => {
    const configuration = await configurationOf('UNTRAINED-1', { set: small, seed: 3 });
    const { result } = await reproduce(findRow('UNTRAINED-1'), configuration, {
      dataset: digits,
      context: still,
    });
    const [{ accuracy, repeats, epochs, status }] = result.runs;
    expect([epochs, status]).toEqual([[], 'completed']);
    expect(repeats?.map(({ seed }) => seed)).toEqual([3, 4, 5, 6, 7]);
    for (const kind of ['average', 'linear'] as const) {
      const values = repeats!.map((repeat) => repeat.accuracy[kind]!);
      expect(new Set(values).size).toBeGreaterThan(1);
      expect(accuracy[kind]).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 5, 12);
    }
    expect(accuracy.test).toBeNull();
  });
});

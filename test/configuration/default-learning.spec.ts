import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  configurationYaml,
  resolveConfiguration,
  resolveLearning,
} from '../../src/configuration/configuration.js';
import { defaultRates } from '../../src/configuration/default-rates.js';
import { isMapping, type Mapping } from '../../src/configuration/plain-data.js';
import { readyConfigurations } from '../../src/configuration/ready/ready-configurations.js';
import { maxRate } from '../../src/configuration/schema/learning-schema.js';
import { parseYaml } from '../../src/configuration/text/parse-yaml.js';
import { planSweep } from '../../src/experiments/sweep/plan-sweep.js';

const resolve = (raw: unknown, options: object = {}) =>
  resolveConfiguration(raw, { source: 'x.yaml', ...options });

const at = (value: unknown, path: string) =>
  path.split('.').reduce<unknown>((node, key) => (isMapping(node) ? node[key] : undefined), value);

const nested = (path: string, value: unknown): Mapping =>
  path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Mapping;

/** Fields that both rules have, each with a value that is nobody's default. */
const fields: Readonly<Record<string, unknown>> = {
  learningRate: [0.7],
  dropout: [0.25, 0.15],
  batchSize: 9,
  epochs: 4,
  optimizer: 'sgd',
  'schedule.kind': 'constant',
  'schedule.start': 0.9,
  'schedule.end': 0.4,
  'schedule.epochs': 7,
  'target.winners': 3,
  'target.labelSmoothing': 0.11,
  'target.homeostasis.gain': 0.6,
  'target.homeostasis.averaging': 0.5,
};

describe('a field of learning', () => {
  const given: Record<string, (path: string, value: unknown) => Promise<unknown>> = {
    'a file': (path, value) => resolve({ learning: nested(path, value) }),
    '--set': (path, value) => resolve({}, { set: [`learning.${path}=${JSON.stringify(value)}`] }),
    'values of a point': (path, value) => resolve({}, { values: { [`learning.${path}`]: value } }),
    'an override': (path, value) => resolve({}, { override: { learning: nested(path, value) } }),
  };
  describe.each(Object.keys(given))('set by %s', (how) => {
    it.each(Object.entries(fields))('reaches both rules: %s', async (path, value) => {
      const configuration = (await given[how]!(path, value)) as Awaited<ReturnType<typeof resolve>>;
      for (const rule of ['eqprop', 'backprop'] as const)
        expect(at(resolveLearning(configuration, rule), path)).toEqual(value);
    });
  });

  it.each(Object.entries(fields))('gives way to the own one of backprop: %s', async (path, value) => {
    const other = { learning: { ...nested(path, value), backprop: nested(path, value) } };
    const set = [`learning.${path}=${JSON.stringify(await defaultOf(path))}`];
    expect(at(resolveLearning(await resolve(other, { set }), 'backprop'), path)).toEqual(value);
  });

  it('of a grid reaches the backprop of every point', async () => {
    const sweep = { run: 'compare', grid: { 'learning.learningRate': [0.1, 0.2] } };
    const { points } = await planSweep({ sweep }, { source: 'x' });
    const rates = points.map(({ task }) => resolveLearning(task!.configuration, 'backprop').learningRate);
    expect(rates).toEqual([[0.1], [0.2]]);
  });

  it.each(readyConfigurations.map((ready) => [ready.name, ready] as const))(
    'reaches both rules of the ready configuration %s',
    async (_name, { configuration }) => {
      const resolved = await resolve(configuration, {
        set: ['learning.batchSize=8', 'learning.schedule.end=0.3'],
      });
      const backprop = resolveLearning(resolved, 'backprop');
      expect([backprop.batchSize, backprop.schedule.end]).toEqual([8, 0.3]);
    },
  );
});

async function defaultOf(path: string): Promise<unknown> {
  return at((await resolve({})).learning, path);
}

test.prop([fc.subarray(Object.keys(fields)), fc.subarray(Object.keys(fields))], { numRuns: 40 })(
  'a resolved configuration resolves to itself, whatever is set where',
  async (shared, own) => {
    const set = [
      ...shared.map((path) => `learning.${path}=${JSON.stringify(fields[path])}`),
      ...own.map((path) => `learning.backprop.${path}=${JSON.stringify(fields[path])}`),
    ];
    const text = configurationYaml(await resolve({}, { set }));
    expect(configurationYaml(await resolve(parseYaml(text, 'x')))).toBe(text);
  },
);

describe('one number for all', () => {
  it.each([
    ['learning.learningRate=0.1', 'learning.learningRate', [0.1, 0.1]],
    ['learning.backprop.learningRate=0.1', 'learning.backprop.learningRate', [0.1, 0.1]],
    ['learning.dropout=0.3', 'learning.dropout', [0.3, 0.3, 0.3]],
    ['network.weightBounds=0.05', 'network.weightBounds', [0.05, 0.05]],
  ])('%s', async (assignment, path, list) => {
    expect(at(await resolve({ network: { layers: [784, 50, 20] } }, { set: [assignment] }), path)).toEqual(
      list,
    );
  });

  it('in a part of semi-supervised training', async () => {
    const learning = { mode: 'semi-supervised', labels: 100, pretrain: { learningRate: 0.2, dropout: 0 } };
    const { pretrain } = (await resolve({ learning })).learning;
    expect(pretrain).toEqual({ learningRate: [0.2], dropout: [0, 0] });
  });
});

describe('defaults', () => {
  it('keep the published rates', async () => {
    const configuration = await resolve({});
    expect(configuration.learning.learningRate).toEqual([0.03]);
    expect(configuration.learning.backprop.learningRate).toEqual([8]);
  });

  it.each<[string, object]>([
    ['a hidden layer', { network: { layers: [784, 500, 100] } }],
    ['two hidden layers', { network: { layers: [784, 500, 200, 100] }, hardware: 'ideal' }],
    ['a convolution', { network: { layers: [{ conv: { channels: 8, size: 5 } }, { full: 100 }] } }],
    [
      'cross-entropy over a hidden layer',
      { network: { layers: [784, 500, 10] }, learning: { loss: 'cross-entropy' } },
    ],
    [
      'cross-entropy over two hidden layers',
      { network: { layers: [784, 500, 500, 10] }, learning: { loss: 'cross-entropy' } },
    ],
  ])('fit %s without a further word', async (_name, raw) => {
    const { learning } = await resolve(raw);
    expect(learning.learningRate.length).toBe(learning.dropout.length - 1);
    expect(learning.backprop.learningRate).toHaveLength(learning.learningRate.length);
  });

  it('grow with the outputs for the mean squared error of backprop, which divides by them', () => {
    const setting = { couplings: 1, mode: 'unsupervised', loss: 'mse', optimizer: 'sgd', energy: undefined };
    expect(defaultRates('backprop', { ...setting, outputs: 400 })).toEqual([1.6]);
    expect(defaultRates('eqprop', { ...setting, outputs: 400 })).toEqual([0.03]);
    expect(defaultRates('backprop', { ...setting, outputs: 1_000_000 })).toEqual([maxRate]);
  });

  it('follow the layers that a point of a sweep sets', async () => {
    const sweep = {
      grid: {
        'network.layers': [
          [784, 100],
          [784, 100, 50],
        ],
      },
    };
    const { points } = await planSweep({ sweep }, { source: 'x' });
    const rates = points.map(({ task }) => task!.configuration.learning.backprop.learningRate);
    expect(rates).toEqual([[0.4], [0.05, 0.2]]);
  });
});

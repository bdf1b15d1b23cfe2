import type { Mapping } from '../../configuration/plain-data.js';
import { asBackprop, fromPaper, type PublishedRow, roundedPercent } from './row.js';

const source = fromPaper('semi-supervised MNIST, winners and homeostasis, last epoch');
const settings = fromPaper(
  'settings of the semi-supervised networks in the published code; figure not transcribed',
);

interface SemiSupervised {
  readonly labels: number;
  readonly learningRate: readonly [number, number];
  readonly gain: number;
  readonly published?: PublishedRow['published'];
  readonly inputDropout?: number;
}

const eqprop: readonly SemiSupervised[] = [
  { labels: 100, learningRate: [4e-4, 9e-3], gain: 0.1 },
  { labels: 300, learningRate: [1.5e-4, 1e-3], gain: 0.1, inputDropout: 0.2 },
  {
    labels: 600,
    learningRate: [1.8e-4, 1e-3],
    gain: 0.01,
    published: { test: roundedPercent(96.57, 0.22, 12) },
  },
  { labels: 1000, learningRate: [1.6e-4, 6.3e-3], gain: 0.001 },
  {
    labels: 3000,
    learningRate: [1.3e-4, 6e-3],
    gain: 0.001,
    published: { test: roundedPercent(97.03, 0.18, 12) },
  },
];

const eqpropLearning = ({ labels, learningRate, gain, inputDropout = 0.3 }: SemiSupervised): Mapping => ({
  rule: 'eqprop',
  mode: 'semi-supervised',
  loss: 'cross-entropy',
  optimizer: 'adam',
  epochs: 200,
  labels,
  batchSize: 128,
  learningRate,
  target: { winners: 1, labelSmoothing: 0.3, homeostasis: { gain } },
  dropout: [inputDropout, 0.5, 0],
  pretrain: {
    epochs: 100,
    batchSize: 32,
    learningRate: [1e-3, 3.5e-3],
    schedule: { kind: 'exponential', end: 0.96, epochs: 1 },
  },
  unlabelled: { schedule: { kind: 'linear', start: 0.001, end: 0.1, epochs: 200 } },
  labelled: { batchSize: 32, schedule: { kind: 'linear', start: 0.2, end: 0.03, epochs: 200 } },
  eqprop: { strategy: 'closed-form', freeSteps: 60, nudgedSteps: 10, beta: 0.45 },
  backprop: { learningRate, target: { winners: 1 } },
});

const backprop600: Mapping = {
  ...asBackprop({
    mode: 'semi-supervised',
    loss: 'cross-entropy',
    optimizer: 'adam',
    labels: 600,
    batchSize: 256,
    learningRate: [1e-4, 2.5e-3],
    schedule: { kind: 'linear', start: 1, end: 1, epochs: 400 },
    target: { winners: 1, labelSmoothing: 0, homeostasis: { gain: 0.003 } },
    dropout: [0.3, 0.5, 0],
    pretrain: {
      epochs: 150,
      batchSize: 32,
      learningRate: [1e-3, 3e-3],
      schedule: { kind: 'exponential', end: 0.98, epochs: 1 },
    },
    unlabelled: { schedule: { kind: 'linear', start: 0.001, end: 0.18, epochs: 400 } },
    labelled: { batchSize: 32, schedule: { kind: 'linear', start: 0.72, end: 0.05, epochs: 350 } },
  }),
  epochs: 400,
};

/**
 * Networks of 784-5000-10 that learn from few labels, then from the other images by their own
 * winners.
 */
export const semiSupervisedRows: readonly PublishedRow[] = [
  ...eqprop.map((setting): PublishedRow => {
    const { labels, published = {} } = setting;
    return {
      name: `SEMI-EP-${labels}`,
      summary: `semi-supervised EqProp, 784-5000-10, ${labels} labels, 100 + 200 epochs`,
      configuration: { network: { layers: [784, 5000, 10] }, learning: eqpropLearning(setting) },
      repeats: 1,
      published,
      source: setting.published ? source : settings,
    };
  }),
  {
    name: 'SEMI-BP-600',
    summary: 'semi-supervised backprop, 784-5000-10, 600 labels, 150 + 400 epochs',
    configuration: {
      network: { layers: [784, 5000, 10], activation: ['relu', 'sigmoid'] },
      learning: backprop600,
    },
    repeats: 1,
    published: { test: roundedPercent(94.88, 0.35, 15) },
    source,
  },
];

import { asBackprop, fromPaper, type PublishedRow, roundedPercent } from './row.js';

const settings = fromPaper('settings of the supervised baselines in the published code; no figure published');
const source = fromPaper('supervised multilayer perceptrons with 200 outputs per class, one run');

const backprop = asBackprop({
  mode: 'supervised',
  batchSize: 128,
  learningRate: [5],
  schedule: { kind: 'linear', start: 1, end: 5e-4, epochs: 100 },
  target: { labelSmoothing: 0 },
  dropout: [0.15, 0],
});

const eqprop = {
  rule: 'eqprop',
  mode: 'supervised',
  batchSize: 128,
  schedule: { kind: 'constant' },
};

/** The supervised twins of the unsupervised networks. */
export const supervisedRows: readonly PublishedRow[] = [
  {
    name: 'SUP-BP-1',
    summary: 'supervised backprop, 784-2000, 200 outputs per class, 100 epochs',
    configuration: { learning: { ...backprop, epochs: 100 } },
    repeats: 1,
    published: { test: roundedPercent(91.63, null, 1) },
    source,
  },
  {
    name: 'SUP-BP-2',
    summary: 'supervised backprop, 784-2000-2000, 200 outputs per class, 200 epochs',
    configuration: {
      network: { layers: [784, 2000, 2000], activation: ['relu', 'hard-sigmoid'] },
      learning: {
        ...asBackprop({
          ...backprop,
          learningRate: [2, 5],
          schedule: { kind: 'linear', start: 1, end: 5e-4, epochs: 200 },
          dropout: [0.15, 0.2, 0],
        }),
        epochs: 200,
      },
    },
    repeats: 1,
    published: { test: roundedPercent(98.75, null, 1) },
    source,
  },
  {
    name: 'SUP-EP-1',
    summary: 'supervised EqProp, 784-10, 50 epochs',
    configuration: {
      network: { layers: [784, 10] },
      learning: {
        ...eqprop,
        epochs: 50,
        learningRate: [0.1],
        target: { winners: 1, labelSmoothing: 0 },
        dropout: [0.15, 0],
        eqprop: { strategy: 'closed-form', freeSteps: 40, nudgedSteps: 5, beta: 0.45 },
        backprop: { target: { winners: 1 } },
      },
    },
    repeats: 1,
    published: {},
    source: settings,
  },
  {
    name: 'SUP-EP-2',
    summary: 'supervised EqProp, 784-512-10, 100 epochs',
    configuration: {
      network: { layers: [784, 512, 10] },
      learning: {
        ...eqprop,
        epochs: 100,
        learningRate: [0.1, 0.05],
        target: { winners: 1, labelSmoothing: 0.3 },
        dropout: [0.15, 0, 0],
        eqprop: { strategy: 'euler', freeSteps: 60, nudgedSteps: 10, beta: 0.45 },
        backprop: { learningRate: [0.1, 0.05], target: { winners: 1 } },
      },
    },
    repeats: 1,
    published: {},
    source: settings,
  },
];

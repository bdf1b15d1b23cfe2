import { asBackprop, fromPaper, type PublishedRow, roundedPercent } from './row.js';

const source = fromPaper(
  'table of unsupervised multilayer perceptrons on MNIST, all labels for the read-outs',
);
const untrained = fromPaper('the same table, untrained networks; which read-out settings is not said');
/** Read out with all labels, then with few. */
const readout = { labels: [1, 0.01, 0.05, 0.5], linear: true };

type Figure = readonly [mean: number, spread: number];

/**
 * Average and linear accuracy, mean and spread in percent, for each of the other shares of the
 * labels.
 */
function fewerLabels(
  ...figures: readonly (readonly [labels: number, average: Figure, linear: Figure])[]
): NonNullable<PublishedRow['publishedLabels']> {
  return figures.map(([labels, average, linear]) => ({
    labels,
    published: { average: roundedPercent(...average, 10), linear: roundedPercent(...linear, 10) },
  }));
}

const backprop1 = asBackprop({
  learningRate: [8],
  schedule: { kind: 'linear', start: 1, end: 5e-4, epochs: 200 },
  target: { winners: 6, labelSmoothing: 0, homeostasis: { gain: 0.4 } },
  dropout: [0.3, 0.2],
});

const backprop2 = asBackprop({
  learningRate: [2.5, 5],
  schedule: { kind: 'linear', start: 1, end: 5e-4, epochs: 200 },
  target: { winners: 5, labelSmoothing: 0, homeostasis: { gain: 0.5 } },
  dropout: [0.3, 0.2, 0.2],
  eqprop: { strategy: 'block' },
});

const deepLayers = [784, 2000, 2000];

/** The networks that make up their own target, and the same untrained. */
export const unsupervisedRows: readonly PublishedRow[] = [
  {
    name: 'BP-1',
    summary: 'unsupervised backprop, 784-2000, 200 epochs',
    configuration: { learning: { ...backprop1, epochs: 200 }, readout },
    repeats: 1,
    published: { average: roundedPercent(95.78, 0.14, 10), linear: roundedPercent(97.08, 0.1, 10) },
    publishedLabels: fewerLabels(
      [0.01, [94.67, 0.23], [94.86, 0.11]],
      [0.05, [95.69, 0.13], [96.2, 0.12]],
      [0.5, [95.76, 0.15], [96.92, 0.09]],
    ),
    source,
  },
  {
    name: 'BP-2',
    summary: 'unsupervised backprop, 784-2000-2000, 200 epochs',
    configuration: {
      network: { layers: deepLayers, activation: ['relu', 'hard-sigmoid'] },
      learning: { ...backprop2, epochs: 200 },
      readout,
    },
    repeats: 1,
    published: { average: roundedPercent(96.61, 0.07, 10), linear: roundedPercent(97.6, 0.11, 10) },
    publishedLabels: fewerLabels(
      [0.01, [95.49, 0.15], [95.5, 0.11]],
      [0.05, [96.52, 0.11], [96.83, 0.11]],
      [0.5, [96.59, 0.07], [97.43, 0.1]],
    ),
    source,
  },
  {
    name: 'EP-1',
    summary: 'unsupervised EqProp, 784-2000, 100 epochs',
    configuration: { learning: { rule: 'eqprop', epochs: 100 }, readout },
    repeats: 1,
    published: { average: roundedPercent(95.78, 0.08, 11), linear: roundedPercent(97.26, 0.07, 10) },
    publishedLabels: fewerLabels(
      [0.01, [95.16, 0.21], [95.24, 0.21]],
      [0.05, [95.77, 0.09], [96.48, 0.07]],
      [0.5, [95.75, 0.07], [97.16, 0.11]],
    ),
    source,
  },
  {
    name: 'EP-2',
    summary: 'unsupervised EqProp, 784-2000-2000, 100 epochs, relaxed by blocks in place of 60 and 20 steps',
    configuration: {
      network: { layers: deepLayers },
      learning: {
        rule: 'eqprop',
        epochs: 100,
        batchSize: 32,
        learningRate: [0.01, 0.015],
        target: { winners: 4, homeostasis: { gain: 0.65 } },
        dropout: [0.3, 0, 0.2],
        eqprop: { strategy: 'block', freeSteps: 60, nudgedSteps: 20 },
        backprop: { learningRate: [2.5, 5] },
      },
      readout,
    },
    repeats: 1,
    published: { average: roundedPercent(96.6, 0.15, 10), linear: roundedPercent(97.57, 0.1, 10) },
    publishedLabels: fewerLabels(
      [0.01, [95.51, 0.18], [95.46, 0.16]],
      [0.05, [96.54, 0.15], [96.87, 0.13]],
      [0.5, [96.6, 0.15], [97.45, 0.11]],
    ),
    source,
  },
  {
    name: 'UNTRAINED-1',
    summary: 'the network of BP-1 untrained, mean of 5 seeds',
    configuration: { learning: { ...backprop1, epochs: 0 }, readout },
    repeats: 5,
    published: { average: roundedPercent(60.61, 3.55, 10), linear: roundedPercent(97.07, 0.08, 10) },
    publishedLabels: fewerLabels(
      [0.01, [61.99, 2.48], [83.61, 0.23]],
      [0.05, [61.91, 2.32], [90.87, 0.11]],
      [0.5, [61.48, 2.34], [96.32, 0.08]],
    ),
    source: untrained,
  },
  {
    name: 'UNTRAINED-2',
    summary: 'the network of BP-2 untrained, mean of 5 seeds',
    configuration: {
      network: { layers: deepLayers, activation: ['relu', 'hard-sigmoid'] },
      learning: { ...backprop2, epochs: 0 },
      readout,
    },
    repeats: 5,
    published: { average: roundedPercent(55.59, 5.9, 10), linear: roundedPercent(96.6, 0.13, 10) },
    publishedLabels: fewerLabels(
      [0.01, [55.27, 4.3], [84.93, 0.4]],
      [0.05, [54.93, 6.17], [91.01, 0.17]],
      [0.5, [54.45, 5.28], [95.89, 0.12]],
    ),
    source: untrained,
  },
];

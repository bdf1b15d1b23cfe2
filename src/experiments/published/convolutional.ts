import { asBackprop, fromPaper, type PublishedRow, roundedPercent } from './row.js';

const source = fromPaper(
  'unsupervised convolutional networks, linear classifier with all labels; settings of the published code',
);

interface Convolutional {
  readonly name: string;
  readonly dataset: string;
  readonly epochs: number;
  /** Of both convolutions and of the full layer. */
  readonly learningRate: readonly [number, number, number];
  /** In front of the full layer and at the outputs. */
  readonly dropout: readonly [number, number];
  readonly pruned: number;
  readonly pool: 'max' | 'average';
  readonly published: PublishedRow['published'];
}

/**
 * The kind of pool was not recorded with the MNIST run: that of the configuration file is taken.
 */
const networks: readonly Convolutional[] = [
  {
    name: 'CNN-MNIST',
    dataset: 'mnist',
    epochs: 50,
    pruned: 0.5,
    pool: 'average',
    learningRate: [2e-6, 2e-6, 1e-4],
    dropout: [0, 0.4],
    published: { linear: roundedPercent(99.173, 0.051, 10) },
  },
  {
    name: 'CNN-FASHION',
    dataset: 'fashion-mnist',
    epochs: 20,
    pruned: 0.5,
    pool: 'max',
    learningRate: [5e-7, 2.5e-8, 2.5e-6],
    dropout: [0.2, 0.8],
    published: { linear: roundedPercent(90.254, 0.257, 10) },
  },
  {
    name: 'CNN-SVHN',
    dataset: 'svhn',
    epochs: 40,
    pruned: 0.11,
    pool: 'max',
    learningRate: [5.8e-9, 4.4e-9, 1.5e-7],
    dropout: [0.19, 0.25],
    published: { linear: roundedPercent(81.534, 1.151, 10) },
  },
];

const rowOf = ({ name, dataset, epochs, published, ...network }: Convolutional): PublishedRow => {
  const { learningRate, dropout, pruned, pool } = network;
  const pooled = { pool: { kind: pool, size: 4, stride: 2, padding: 1 } };
  return {
    name,
    summary: `unsupervised backprop, two convolutions, ${pool} pools, 3000 outputs, ${dataset}, ${epochs} epochs`,
    configuration: {
      dataset: { name: dataset },
      network: {
        layers: [
          { conv: { channels: 32, size: 5, padding: 2, pruned } },
          pooled,
          { conv: { channels: 128, size: 3, padding: 1, pruned } },
          pooled,
          { full: 3000 },
        ],
        activation: ['relu', 'relu', 'identity'],
      },
      learning: {
        ...asBackprop({
          optimizer: 'adam',
          learningRate,
          schedule: { kind: 'linear', start: 1, end: 0.01, epochs: 100 },
          target: { winners: 1, labelSmoothing: 0, homeostasis: { gain: 1 } },
          dropout: [0, 0, ...dropout],
        }),
        epochs,
        eqprop: { strategy: 'block' },
      },
      readout: { labels: 1, linear: true },
    },
    repeats: 1,
    untrainedTwin: true,
    published,
    source,
  };
};

/** The networks of convolutions that make up their own target. */
export const convolutionalRows: readonly PublishedRow[] = networks.map(rowOf);

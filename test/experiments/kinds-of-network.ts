import type { Mapping } from '../../src/configuration/plain-data.js';

const convolution = { conv: { channels: 4, size: 3, padding: 1 } };
const pool = (kind: string) => ({ pool: { kind, size: 2, stride: 2 } });

const labelled = (rates: readonly number[]): Mapping => ({
  mode: 'supervised',
  epochs: 2,
  learningRate: rates,
  schedule: { kind: 'constant' },
  target: { winners: 1, labelSmoothing: 0 },
  dropout: [0, ...rates.map(() => 0)],
  backprop: {
    learningRate: rates,
    schedule: { kind: 'constant' },
    target: { winners: 1, labelSmoothing: 0 },
  },
});
const block = (learning: Mapping): Mapping => ({
  ...learning,
  eqprop: { strategy: 'block', maxSweeps: 15, beta: 0.2 },
});
const feedForward = { activation: ['relu', 'identity'] };

/** Every kind of network that can learn, by every rule that can train it. */
export const kindsOfNetwork: readonly (readonly [string, Mapping])[] = [
  ['one dense layer, EqProp', { network: { layers: [64, 10] }, learning: labelled([0.05]) }],
  [
    'two dense layers, EqProp',
    { network: { layers: [64, 30, 10] }, learning: block(labelled([0.05, 0.05])) },
  ],
  [
    'two dense layers, backprop',
    {
      network: { ...feedForward, layers: [64, 30, 10] },
      learning: { rule: 'backprop', ...labelled([0.5, 0.5]) },
    },
  ],
  [
    'a convolution, backprop',
    {
      network: { ...feedForward, layers: [convolution, { full: 10 }] },
      learning: { rule: 'backprop', ...labelled([0.05, 0.05]), loss: 'cross-entropy' },
    },
  ],
  [
    'a pooled convolution, backprop',
    {
      network: { ...feedForward, layers: [convolution, pool('max'), { full: 10 }] },
      learning: { rule: 'backprop', ...labelled([0.05, 0.05]), loss: 'cross-entropy' },
    },
  ],
  [
    'a pooled convolution, EqProp',
    {
      network: { layers: [convolution, pool('average'), { full: 10 }] },
      learning: block({ ...labelled([0.02, 0.05]), epochs: 6 }),
    },
  ],
  [
    'resistive, EqProp',
    {
      network: { energy: 'resistive', layers: [64, 20, 10], inputGain: 10 },
      learning: {
        ...labelled([0.02, 0.02]),
        batchSize: 4,
        eqprop: { strategy: 'block', tolerance: 0, maxSweeps: 4, beta: 0.5, nudging: 'centred' },
      },
    },
  ],
];

import type { DeviceModel } from '../../devices/index.js';
import { kernelledModels } from '../crossbar/kernels/kernelled-models.js';

/** A small run on the digits whose weights and accuracy must not change. */
export interface FrozenRun {
  readonly name: string;
  /**
   * Assignments over the 64-40 network of `quickDigits`, trained on 96 images and tested on 120.
   */
  readonly set: readonly string[];
  /** Takes the place of the configured device. */
  readonly device?: DeviceModel;
}

const twoLayers = [
  'network.layers=[64, 24, 20]',
  'learning.learningRate=[0.03, 0.03]',
  'learning.dropout=[0.3, 0, 0.2]',
  'learning.backprop.learningRate=[1, 1]',
];
const twoLayersByBlocks = [
  ...twoLayers,
  'learning.eqprop.strategy=block',
  'learning.eqprop.maxSweeps=6',
  'learning.eqprop.tolerance=0',
];
const backprop = 'learning.rule=backprop';
const ideal = 'hardware=ideal';
const supervised = ['learning.mode=supervised', 'learning.target.winners=1', 'network.layers=[64, 10]'];
const convolutional = [
  'network.layers=[{conv: {channels: 6, size: 3, padding: 1}}, {pool: {kind: average, size: 2, stride: 2}}, {full: 20}]',
  'learning.learningRate=[0.002, 0.03]',
  'learning.dropout=[0.1, 0, 0.2]',
  'learning.eqprop.strategy=block',
  'learning.eqprop.maxSweeps=4',
  'learning.eqprop.tolerance=0',
  'learning.backprop.learningRate=[0.5, 1]',
];
const resistive = [
  'network.energy=resistive',
  'network.inputGain=10',
  'network.layers=[64, 12, 10]',
  'learning.mode=supervised',
  'learning.batchSize=4',
  'learning.learningRate=[0.02, 0.02]',
  'learning.target={winners: 1, labelSmoothing: 0}',
  'learning.dropout=[0, 0, 0]',
  'learning.eqprop={strategy: block, tolerance: 0, maxSweeps: 4, beta: 0.2, nudging: centred}',
  'learning.backprop={learningRate: [0.02, 0.02], target: {winners: 1}}',
];
const semiSupervised = [
  'network.layers=[64, 24, 10]',
  'learning.mode=semi-supervised',
  'learning.labels=40',
  'learning.learningRate=[0.03, 0.03]',
  'learning.dropout=[0.3, 0, 0]',
  'learning.target.winners=1',
  'learning.eqprop={strategy: block, maxSweeps: 6, tolerance: 0}',
  'learning.backprop={learningRate: [1, 1], target: {winners: 1}}',
  'learning.pretrain={epochs: 1}',
  'learning.unlabelled={epochs: 1}',
  'learning.labelled={epochs: 1}',
];
const wires = [
  'hardware.array.rows=32',
  'hardware.array.cols=32',
  'hardware.array.wordLineOhm=2',
  'hardware.array.bitLineOhm=2',
  'hardware.array.wireUpdateEvery=2',
];

const runs: readonly FrozenRun[] = [
  { name: 'EqProp, floats, closed form', set: [ideal] },
  { name: 'backprop, floats', set: [ideal, backprop] },
  { name: 'EqProp, floats, two layers by blocks', set: [ideal, ...twoLayersByBlocks] },
  {
    name: 'EqProp, floats, two layers by Euler steps',
    set: [ideal, ...twoLayers, 'learning.eqprop.strategy=euler'],
  },
  {
    name: 'backprop, floats, Adam, two layers',
    set: [
      ideal,
      backprop,
      ...twoLayers,
      'learning.optimizer=adam',
      'learning.backprop.learningRate=[0.01, 0.01]',
    ],
  },
  { name: 'EqProp, floats, supervised', set: [ideal, ...supervised] },
  { name: 'EqProp, floats, semi-supervised', set: [ideal, ...semiSupervised] },
  { name: 'EqProp, floats, convolutional', set: [ideal, ...convolutional] },
  { name: 'backprop, floats, convolutional', set: [ideal, backprop, ...convolutional] },
  { name: 'EqProp, floats, resistive', set: [ideal, ...resistive] },
  { name: 'EqProp, default chip', set: [] },
  { name: 'backprop, default chip, two layers', set: [backprop, ...twoLayers] },
  { name: 'EqProp, default chip, two layers by blocks', set: twoLayersByBlocks },
  { name: 'EqProp, chip, convolutional', set: convolutional },
  {
    name: 'EqProp, chip, resistive',
    set: [
      ...resistive,
      'hardware.array.weightMax=0.5',
      'hardware.read={noise: 0.02, reads: per-batch, nonlinearity: {kind: none}}',
    ],
  },
  { name: 'EqProp, chip, semi-supervised', set: semiSupervised },
  { name: 'transfer', set: ['hardware.training=transfer'] },
  {
    name: 'transfer to bit slices',
    set: ['hardware.training=transfer', 'hardware.array.mapping=bit-slices'],
  },
  { name: 'wires', set: wires },
  {
    name: 'wires, solved for every read',
    set: [
      ...supervised,
      'dataset.train=8',
      'dataset.test=20',
      'hardware.array.wordLineOhm=2',
      'hardware.array.bitLineOhm=2',
      'hardware.read.solve=exact',
    ],
  },
  {
    name: 'read noise held for a phase',
    set: [...twoLayersByBlocks, 'hardware.read.frozen=true', 'hardware.read.noise=0.05'],
  },
  {
    name: 'offset column, read noise',
    set: ['hardware.array.mapping=offset-column', 'hardware.read.noise=0.05'],
  },
  { name: 'half reference', set: ['hardware.array.mapping=half-reference'] },
  {
    name: 'two converters a pair, bit-serial inputs',
    set: ['hardware.array.subtract=after-adc', 'hardware.converters.dac.encoding=bit-serial'],
  },
  {
    name: 'calibrated converters, scaled vectors',
    set: [
      'hardware.converters.adc.range=calibrated',
      'hardware.converters.scaling={noise: abs-max, bound: iterative}',
    ],
  },
  {
    name: 'converters with noise, offsets and gain errors',
    set: ['hardware.converters.adc={noise: 0.01, offset: 0.01, gainError: 0.01}'],
  },
  { name: 'twin arrays', set: ['hardware.array.phases=twin'] },
  { name: 'a second array for feedback', set: [...twoLayersByBlocks, 'hardware.read.feedback=second-array'] },
  { name: 'homeostasis as a bias', set: ['hardware.homeostasis.as=bias'] },
  { name: 'writes to nearest', set: ['hardware.write.scheme=deterministic'] },
  { name: 'writes by coincidence', set: ['hardware.write.scheme=stochastic-coincidence'] },
  { name: 'accumulated writes', set: ['hardware.write.scheme=accumulated'] },
  { name: 'half-selected cells', set: ['hardware.write.disturb=0.01'] },
  {
    name: 'published programming error, drift and 1/f noise, after a day',
    set: [
      'hardware.training=transfer',
      'hardware.device={gMinS: 0, gMaxS: 2.5e-5}',
      'hardware.effects.published=pcm-2019',
      'hardware.read.inferenceAfterSec=86400',
    ],
  },
  {
    name: 'drift, retention, flicker and telegraph noise, after an hour',
    set: [
      'hardware.effects={drift: {exponent: 0.05, deviation: 0.3}, retention: {lifetimeSec: 1e5, deviation: 0.1}, flicker: {strength: 0.01}, telegraph: {amplitude: 0.1}}',
      'hardware.read.inferenceAfterSec=3600',
    ],
  },
  {
    name: 'write noise and endurance',
    set: ['hardware.effects={writeNoise: 0.01, endurance: {pulses: 40, deviation: 0.5}}'],
  },
  ...['reram-array-om', 'pcm', 'hzo-fefet'].map((preset) => ({
    name: `preset ${preset}`,
    set: [`hardware.device={preset: ${preset}}`, 'hardware.array.levels=0'],
  })),
  ...Object.entries(kernelledModels).map(([law, create]) => ({
    name: `pulses of ${law}`,
    set: [],
    device: create(0.3),
  })),
];

export const frozenRuns = Object.freeze(runs);

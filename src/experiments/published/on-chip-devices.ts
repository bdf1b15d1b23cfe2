import type { LearningRuleName } from '../../configuration/configuration.js';
import { deepFreeze, type Mapping, merged } from '../../configuration/plain-data.js';

/** Accuracy of a network that learned on chip with one kind of device. */
export interface PublishedDevice {
  readonly preset: string;
  /** Fraction of the test set, after 125 epochs of 8,000 images. */
  readonly accuracy: number;
}

/**
 * On-chip accuracies of MLP+NeuroSim, table 9 of the manual of version 3.0 (doi
 * 10.1145/3354265.3354266), read to the percent; taox-tio2 is there from version 2.0 alone.
 */
export const publishedDevices: readonly PublishedDevice[] = deepFreeze([
  { preset: 'epiram', accuracy: 0.92 },
  { preset: 'gst-pcm', accuracy: 0.89 },
  { preset: 'hzo-fefet', accuracy: 0.88 },
  { preset: 'taox-hfox', accuracy: 0.8 },
  { preset: 'ag-a-si', accuracy: 0.72 },
  { preset: 'pcmo', accuracy: 0.33 },
  { preset: 'alox-hfo2', accuracy: 0.2 },
  { preset: 'taox-tio2', accuracy: 0.1 },
]);

export interface OnChipOptions {
  readonly rule: LearningRuleName;
  readonly seed: number;
  /** Training images, each seen once. */
  readonly train: number;
  readonly test: number;
}

/**
 * The published network with one kind of device: 400-100-10 without biases on MNIST cropped to 20 x
 * 20, black and white, one image per update, one device per weight beside a reference of half of
 * gMax, wires and reads ideal.
 *
 * backprop, as published: sigmoid units, gradients of the summed squared error, rates 0.4 and 0.2
 * on weights of -1 to 1 as they are written and half of that as they are read, pulses rounded to
 * nearest, weights drawn from the whole range. In units of weights as read, and of the gradient of
 * the mean over 10 outputs, the rates are 4 and 1. Not as published: errors go back through the
 * array; the reference is half of gMax for all devices, as in version 2.0, where later ones take
 * the middle of the range; 12-bit converters in place of 8 bits forward and 1 bit in the hidden
 * layer; pulses are counted by the device's mid-range step and not by its number of levels.
 *
 * Biases must stay out. Rounded to whole pulses, small updates of weights are lost while those of a
 * digital bias are not: the outputs then settle at the shares of the classes, where no error is
 * large enough for a pulse.
 *
 * eqprop: hard-sigmoid units, centred, rates 0.02, small weights to begin with, pulses rounded at
 * random: to nearest, most of its updates would be lost.
 */
export function onChipConfiguration(preset: string, { rule, seed, train, test }: OnChipOptions): Mapping {
  const eqprop = rule === 'eqprop';
  const target = { winners: 1, labelSmoothing: 0 };
  const learning = {
    rule,
    mode: 'supervised',
    epochs: 1,
    batchSize: 1,
    learningRate: [0.02, 0.02],
    schedule: { kind: 'constant' },
    target,
    dropout: [0, 0, 0],
    eqprop: { strategy: 'block', beta: 0.5, nudging: 'centred' },
    backprop: { learningRate: [4, 1], schedule: { kind: 'constant' }, target },
  };
  const own = {
    network: {
      activation: eqprop ? 'hard-sigmoid' : 'sigmoid',
      weightBounds: eqprop ? [0.055, 0.12] : [0.5, 0.5],
    },
    hardware: { write: { scheme: eqprop ? 'stochastic-rounding' : 'deterministic', pulses: 127 } },
  };
  return merged(
    {
      name: `on-chip-${preset}`,
      seed,
      dataset: { name: 'mnist', crop: 20, threshold: 0.5, train, test },
      network: { layers: [400, 100, 10], biases: 'fixed' },
      learning,
      hardware: {
        device: { preset },
        array: { rows: 400, cols: 101, mapping: 'half-reference', levels: 0, weightMax: 0.5 },
        converters: { dac: { bits: 12 }, adc: { bits: 12, range: 32 }, nudge: { bits: 12 } },
        read: { noise: 0, nonlinearity: { kind: 'none' } },
        faults: { stuckLow: 0 },
      },
    },
    own,
  ) as Mapping;
}

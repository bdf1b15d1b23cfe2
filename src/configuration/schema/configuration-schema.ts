import { z } from 'zod';
import { datasetNames } from '../../data/sets/index.js';
import { mostRate } from '../default-rates.js';
import { type DeepPartial, isMapping, type Mapping } from '../mapping.js';
import { expectedName, namePattern } from '../text/name-pattern.js';
import { hardwareSchema } from './hardware-schema.js';
import { layerSchema } from './layer-schema.js';
import {
  anyMapping,
  choice,
  distinct,
  firstRepeated,
  list,
  mapping,
  number,
  oneEach,
  positive,
  registered,
  share,
  text,
  whole,
} from './schema-parts.js';

const MANY = 1_000_000;

const scheduleSchema = mapping({
  /**
   * linear: the rate goes from `start` to `end` times its value over `epochs`, its own length. exponential: `start` times
   * its value, times `end` every `epochs`. steps: `start` times its value, times
   * `end` at each epoch of `at`, counted from 0. constant: `start` times its value.
   */
  kind: choice(['linear', 'exponential', 'steps', 'constant']),
  start: number(0, 1000),
  end: number(0, 1000),
  epochs: whole(1, MANY),
  at: list(whole(0, MANY), 1).optional(),
});

/** A probability that leaves enough to be scaled up. */
const dropout = number(0, 0.999);

/** What a stretch of training has: the whole of it, or a part of a semi-supervised one. */
const stretch = {
  loss: choice(['mse', 'cross-entropy']),
  /** 0 = the network is tested untrained. */
  epochs: whole(0, MANY),
  /** Images a weight update. */
  batchSize: whole(1, MANY),
  /** One a coupling, input side first; a single number stands for all. */
  learningRate: oneEach(number(0, mostRate), 'coupling'),
  schedule: scheduleSchema,
  optimizer: choice(['sgd', 'adam']),
  target: mapping({
    /** Outputs whose target is one. */
    winners: whole(1, MANY),
    labelSmoothing: share(),
    homeostasis: mapping({
      gain: number(0, 1000),
      /** Weight of the newest batch in the running mean of a unit's activity; 1 = the batch alone. */
      averaging: positive(1),
    }),
  }),
  /** Probability that a unit is left out, one a layer, input first; a single number stands for all. */
  dropout: oneEach(dropout, 'layer'),
};

export const stretchSchema = mapping(stretch);

export type Stretch = z.infer<typeof stretchSchema>;

/** What both learning rules have; `learning.backprop` may override any of it. */
const training = {
  mode: choice(['unsupervised', 'supervised', 'semi-supervised']),
  ...stretch,
  /** Semi-supervised: labelled images, a share of every class; the others are learned from without labels. */
  labels: whole(1, MANY).optional(),
  /** Semi-supervised: what differs in each part; checked merged over the fields above. */
  pretrain: anyMapping<DeepPartial<Stretch>>().optional(),
  unlabelled: anyMapping<DeepPartial<Stretch>>().optional(),
  labelled: anyMapping<DeepPartial<Stretch>>().optional(),
};

export const trainingSchema = mapping(training);

export type Training = z.infer<typeof trainingSchema>;

const learningSchema = mapping({
  rule: choice(['eqprop', 'backprop']),
  ...training,
  eqprop: mapping({
    strategy: choice(['euler', 'block', 'closed-form']),
    /** Euler and closed form: in time constants of a neuron. */
    dt: positive(1),
    freeSteps: whole(1, MANY),
    nudgedSteps: whole(1, MANY),
    /** Block: a phase ends when no state is farther than this from rest, by estimate, or after so many sweeps. */
    tolerance: number(0, 1),
    maxSweeps: whole(1, MANY),
    /** Strength of the nudge; its sign follows from `nudging`. */
    beta: positive(1),
    nudging: choice(['random-sign', 'positive', 'negative', 'centred']),
    /** How the target acts: nudge (default), by its cost; clamp, by holding the output on the way to it, as coupled learning does. */
    teaching: choice(['nudge', 'clamp']).optional(),
  }),
  /** Checked merged over the fields above. */
  backprop: anyMapping<DeepPartial<Training>>(),
});

const datasetSchema = mapping({
  name: registered(datasetNames, { later: ['cifar-10'] }),
  /** Images to use, the first after a seeded shuffle; absent = all. */
  train: whole(1, MANY).optional(),
  test: whole(1, MANY).optional(),
  /** A folder with files of one's own. */
  path: text(/./, 'the path of a folder').optional(),
  /** Side of the square kept in the middle of each image, in pixels. */
  crop: whole(1, 65536).optional(),
  /** Images made black and white at this share of full scale. */
  threshold: share().optional(),
});

const activationNames = ['hard-sigmoid', 'relu', 'sigmoid', 'identity'] as const;

/** One value, or a list of at least one. */
function oneOrMore<T>(one: z.ZodType<T>, error: string) {
  const isOne = (input: unknown) => one.safeParse(input).success;
  const isList = (input: unknown) => Array.isArray(input) && input.length > 0 && input.every(isOne);
  return z.custom<T | T[]>((input) => isOne(input) || isList(input), { error });
}

const networkFields = {
  /**
   * What comes to rest: hopfield (default), neurons that leak; resistive, nodes of a circuit that settle by Kirchhoff's law, their
   * weights conductances.
   */
  energy: choice(['hopfield', 'resistive']).optional(),
  /** Resistive: volts at the sources where a pixel is 1, and what amplifiers multiply hidden voltages by; 1 each by default. */
  inputGain: positive(1_000_000).optional(),
  amplifierGain: positive(1_000_000).optional(),
  /** One for all layers behind the input, or a list of one each. */
  activation: oneOrMore(
    choice(activationNames),
    `expected one of ${activationNames.join(', ')}, or a list of them`,
  ),
  /** learned (default), or fixed: they stay as they begin, at 0 or as `weights` has them. */
  biases: choice(['learned', 'fixed']).optional(),
  /** A file of weights and biases to begin with, .safetensors or .npz; absent = drawn. */
  weights: text(/./, 'the path of a file').optional(),
  /** Bound of the uniform initial weights, one a coupling or one for all; absent = by the layers' sizes. */
  weightBounds: oneEach(positive(1000), 'coupling').optional(),
};

const denseSchema = mapping({
  /** Units, input first. */
  layers: list(whole(1, MANY), 2),
  ...networkFields,
});

const convolutionalSchema = mapping({
  /** Behind the picture, input side first: {conv: ...}, {pool: ...} behind it, {full: units}. */
  layers: list(layerSchema, 1),
  ...networkFields,
});

/** A classifier trained on the outputs of the finished network. */
export const linearSchema = mapping({
  optimizer: choice(['sgd', 'adam']),
  learningRate: number(0, 1000),
  epochs: whole(1, MANY),
  schedule: scheduleSchema,
  /** What stands between the classifier's weighted sums and the softmax. */
  activation: choice(['identity', 'sigmoid']),
  /** Probability that a feature is left out. */
  dropout,
  batchSize: whole(1, MANY),
});

export type LinearOptions = z.infer<typeof linearSchema>;

const readoutSchema = mapping({
  /**
   * Fraction of the training labels that class association and the classifier see, the same of every class. Of a list the
   * first is the run's; the finished network is read out with each of the others too.
   */
  labels: oneOrMore(positive(1), 'expected a number above 0, at most 1, or a list of them').refine(
    (labels) => !firstRepeated(labels),
    'expected different values',
  ),
  /** true = as published for the rule; a mapping is checked merged over that. */
  linear: z.custom<boolean | DeepPartial<LinearOptions>>(
    (input) => typeof input === 'boolean' || isMapping(input),
    { error: 'expected true, false or a mapping' },
  ),
  /** Epochs from test to test; there is always one at the end. */
  every: whole(1, MANY),
});

/** What names a run and its folder, and what all its draws come from. */
const naming = {
  /** Also names the run folder. */
  name: text(namePattern, expectedName),
  seed: whole(0, 2 ** 32 - 1),
};

export const namingSchema = mapping(naming);

/** A configuration with the blocks of network and hardware given. */
function schemaWith<N extends z.ZodType, H extends z.ZodType>(network: N, hardware: H) {
  return mapping(
    {
      ...naming,
      /** Repeat with each, and report means and intervals. */
      seeds: distinct(whole(0, 2 ** 32 - 1), 1).optional(),
      dataset: datasetSchema,
      network,
      learning: learningSchema,
      readout: readoutSchema,
      hardware,
      /** Both rules, ideal and on the chip, over values of one field of the hardware block. */
      compare: mapping({
        /** With or without `hardware.` in front; kept without. */
        vary: text(/^[a-zA-Z.]+$/, 'the dotted path of a field of hardware, such as read.noise').overwrite(
          (path) => path.replace(/^hardware\./, ''),
        ),
        values: distinct(number(-1e12, 1e12), 1),
        rules: distinct(choice(['eqprop', 'backprop']), 1),
      }).optional(),
    },
    { later: ['sweep'] },
  );
}

const [ideal, chip] = [choice(['ideal']), hardwareSchema];

const schemas = {
  dense: { ideal: schemaWith(denseSchema, ideal), chip: schemaWith(denseSchema, chip) },
  convolutional: {
    ideal: schemaWith(convolutionalSchema, ideal),
    chip: schemaWith(convolutionalSchema, chip),
  },
};

/** The schema that fits the kinds of network and hardware: a union's faults would name every alternative. */
export function schemaFor({ network, hardware }: Mapping) {
  const layers = isMapping(network) && Array.isArray(network.layers) ? network.layers : [];
  const kind = layers.some(isMapping) ? 'convolutional' : 'dense';
  return schemas[kind][hardware === 'ideal' ? 'ideal' : 'chip'];
}

export type RawConfiguration = z.infer<ReturnType<typeof schemaFor>>;

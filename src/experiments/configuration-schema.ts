import type { z } from 'zod';
import { hardwareSchema } from './hardware-schema.js';
import { type DeepPartial, isMapping } from './mapping.js';
import { anyMapping, choice, list, mapping, number, positive, share, text, whole } from './schema-parts.js';

const MANY = 1_000_000;

/** What both learning rules have; `learning.backprop` may override any of it. */
const training = {
  mode: choice(['unsupervised'], ['supervised', 'semi-supervised']),
  loss: choice(['mse'], ['cross-entropy']),
  epochs: whole(1, MANY),
  /** Images a weight update. */
  batchSize: whole(1, MANY),
  /** One a coupling, input side first. */
  learningRate: list(number(0, 1000), 1),
  /** Linear: the rate falls from 1 to `end` times its value over `epochs`, its own length. */
  schedule: mapping({ kind: choice(['linear', 'constant']), end: number(0, 1000), epochs: whole(1, MANY) }),
  optimizer: choice(['sgd'], ['adam']),
  target: mapping({
    /** Outputs whose target is one. */
    winners: whole(1, MANY),
    labelSmoothing: share(),
    homeostasis: mapping({ gain: number(0, 1000) }),
  }),
  /** Probability that a unit is left out, one a layer, input first. */
  dropout: list(share(), 1),
};

const LATER_IN_LEARNING = ['labels', 'pretrain', 'unlabelled', 'labelled'];

export const trainingSchema = mapping(training, { later: LATER_IN_LEARNING });

export type Training = z.infer<typeof trainingSchema>;

const learningSchema = mapping(
  {
    rule: choice(['eqprop', 'backprop']),
    ...training,
    eqprop: mapping({
      strategy: choice(['euler', 'block', 'closed-form']),
      /** Euler and closed form: in time constants of a neuron. */
      dt: positive(1),
      freeSteps: whole(1, MANY),
      nudgedSteps: whole(1, MANY),
      /** Block: a phase ends when no state moves by more than this in a sweep, or after so many sweeps. */
      tolerance: number(0, 1),
      maxSweeps: whole(1, MANY),
      /** Strength of the nudge; its sign follows from `nudging`. */
      beta: positive(1),
      nudging: choice(['random-sign', 'positive', 'centred']),
    }),
    /** Checked merged over the fields above. */
    backprop: anyMapping<DeepPartial<Training>>(),
  },
  { later: LATER_IN_LEARNING },
);

const datasetSchema = mapping({
  name: choice(['mnist', 'digits'], ['fashion-mnist', 'svhn', 'cifar-10']),
  /** Images to use, the first after a seeded shuffle; absent = all. */
  train: whole(1, MANY).optional(),
  test: whole(1, MANY).optional(),
  /** A folder with files of one's own. */
  path: text(/./, 'the path of a folder').optional(),
});

const networkSchema = mapping({
  /** Units, input first. */
  layers: list(whole(1, MANY, isMapping), 2),
  activation: choice(['hard-sigmoid'], (input) => Array.isArray(input)),
});

/** A configuration with the hardware block given. */
function schemaWith<H extends z.ZodType>(hardware: H) {
  return mapping(
    {
      /** Also names the run folder. */
      name: text(/^\w[\w.-]{0,99}$/, 'up to 100 letters, digits, ".", "_" or "-", no "." or "-" first'),
      seed: whole(0, 2 ** 32 - 1),
      dataset: datasetSchema,
      network: networkSchema,
      learning: learningSchema,
      readout: mapping({
        /** Fraction of the training labels that class association may see. */
        labels: choice([1], (input) => typeof input === 'number' && input > 0 && input < 1),
        linear: choice([false], [true]),
      }),
      hardware,
    },
    { later: ['seeds', 'compare', 'sweep'] },
  );
}

const idealSchema = schemaWith(choice(['ideal']));
const chipSchema = schemaWith(hardwareSchema);

/** The schema that fits `hardware`: a union's faults would name every alternative. */
export function schemaFor(hardware: unknown) {
  return hardware === 'ideal' ? idealSchema : chipSchema;
}

export type RawConfiguration = z.infer<typeof idealSchema | typeof chipSchema>;

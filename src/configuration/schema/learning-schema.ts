import type { z } from 'zod';
import { defaultRule, learningRuleNames, learningRules } from '../../learning/rules/index.js';
import type { DeepPartial } from '../plain-data.js';
import { field } from './field.js';
import {
  anyMapping,
  choice,
  list,
  MANY,
  mapping,
  number,
  oneEach,
  positive,
  probability,
  registered,
  share,
  whole,
} from './schema-parts.js';

/** The largest rate that a configuration takes. */
export const maxRate = 1000;

/** What a schedule is where a block has one; the meaning of its fields is the same everywhere. */
export const scheduleSchema = mapping({
  kind: field(choice(['linear', 'exponential', 'steps', 'constant']), {
    about:
      'linear: from start to end times the rate over epochs. exponential: start times the rate, times end ' +
      'every epochs. steps: start times the rate, times end at each epoch of at. constant: start times the rate.',
    default: 'linear',
  }),
  start: field(number(0, 1000), { about: 'Factor of the first epoch.', default: 1, unit: 'of the rate' }),
  end: field(number(0, 1000), { about: 'The other factor, see kind.', default: 1e-3 }),
  epochs: field(whole(1, MANY), {
    about: 'Length of the schedule, which is its own: learning.epochs may stop earlier.',
    default: 100,
    unit: 'epochs',
  }),
  at: field(list(whole(0, MANY), 1).optional(), {
    about: 'Epochs of the steps, counted from 0.',
    unit: 'epochs',
  }),
});

const homeostasisSchema = mapping({
  gain: field(number(0, 1000), {
    about: 'How strongly a unit that wins too often is held back.',
    default: 0.3,
  }),
  averaging: field(positive(1), {
    about: "Weight of the newest batch in the running mean of a unit's activity; 1 is the batch alone.",
    default: 1,
  }),
});

const targetSchema = mapping({
  winners: field(whole(1, MANY), { about: 'Outputs whose target is 1.', default: 5, unit: 'outputs' }),
  labelSmoothing: field(share(), {
    about: 'How far the targets 0 and 1 move towards each other.',
    default: 0.3,
  }),
  homeostasis: field(homeostasisSchema, {
    about: 'What keeps all units in use where learning.mode is unsupervised.',
    acts: 'choice of winners',
  }),
});

/** The fields of a training phase: the whole training, or one stage of a semi-supervised one. */
const stretch = {
  loss: field(choice(['mse', 'cross-entropy']), {
    about: 'mse: the squared error. cross-entropy: that of a softmax at the outputs.',
    default: 'mse',
  }),
  epochs: field(whole(0, MANY), {
    about: 'Passes over the training images; 0 tests an untrained or imported network.',
    default: 1,
    unit: 'epochs',
  }),
  batchSize: field(whole(1, MANY), { about: 'Images a weight update.', default: 16, unit: 'images' }),
  learningRate: field(oneEach(number(0, maxRate), 'coupling'), {
    about:
      'One a coupling, input side first, or one number for all. The default fits the network and the rule.',
    default: [0.03],
  }),
  schedule: field(scheduleSchema, { about: 'How learning rates change over the epochs.' }),
  optimizer: field(choice(['sgd', 'adam']), {
    about: 'sgd: updates as they come. adam: scaled by running means, on ideal floats alone.',
    default: 'sgd',
  }),
  target: field(targetSchema, { about: 'What the outputs should be.', acts: 'target' }),
  dropout: field(oneEach(probability, 'layer'), {
    about: 'Probability that a unit is left out: one per layer, input first, or one number for all.',
    default: [0.3, 0.2],
    acts: 'input and neurons',
  }),
};

export const stretchSchema = mapping(stretch);

export type Stretch = z.infer<typeof stretchSchema>;

/** What all learning rules have; `learning.backprop` may override any of it. */
const training = {
  mode: field(choice(['unsupervised', 'supervised', 'semi-supervised']), {
    about:
      'unsupervised: the target is self-defined, by the units that win. supervised: by labels. ' +
      'semi-supervised: by both, part by part.',
    default: 'unsupervised',
  }),
  ...stretch,
  labels: field(whole(1, MANY).optional(), {
    about:
      'Of semi-supervised: labelled images, a share of every class; the others are learned from without labels.',
    unit: 'images',
  }),
  // Checked merged over the fields above.
  pretrain: field(anyMapping<DeepPartial<Stretch>>(stretchSchema).optional(), {
    about: 'Of semi-supervised: what differs in the first part, on labelled images.',
  }),
  unlabelled: field(anyMapping<DeepPartial<Stretch>>(stretchSchema).optional(), {
    about: 'Of semi-supervised: what differs in the part on images without labels.',
  }),
  labelled: field(anyMapping<DeepPartial<Stretch>>(stretchSchema).optional(), {
    about: 'Of semi-supervised: what differs in the last part, on labelled images.',
  }),
};

export const trainingSchema = mapping(training);

export type Training = z.infer<typeof trainingSchema>;

const eqpropSchema = mapping({
  strategy: field(choice(['euler', 'block', 'closed-form']), {
    about:
      'How a phase comes to rest. euler: steps of dt. block: sweeps of exact layers. closed-form: one layer ' +
      'that settles, solved at once. The default fits the network.',
    default: 'closed-form',
  }),
  dt: field(positive(1), {
    about: 'Time step of euler and closed-form.',
    default: 0.2,
    unit: 'time constants of a neuron',
  }),
  freeSteps: field(whole(1, MANY), { about: 'Steps of the free phase.', default: 40, unit: 'steps' }),
  nudgedSteps: field(whole(1, MANY), { about: 'Steps of a nudged phase.', default: 10, unit: 'steps' }),
  tolerance: field(number(0, 1), {
    about: 'Of block: a phase ends when no state is farther from rest than this, by estimate.',
    default: 1e-3,
    unit: 'of a state',
  }),
  maxSweeps: field(whole(1, MANY), {
    about: 'Of block: a phase ends after so many sweeps.',
    default: 100,
    unit: 'sweeps',
  }),
  beta: field(positive(1), {
    about: 'Strength of the nudge; its sign follows from nudging.',
    default: 0.2,
  }),
  nudging: field(choice(['random-sign', 'positive', 'negative', 'centred']), {
    about:
      'Sign of the nudge. random-sign: drawn for each batch. positive, negative: always that one. ' +
      'centred: one phase of each.',
    default: 'random-sign',
  }),
  teaching: field(choice(['nudge', 'clamp']).optional(), {
    about:
      'How the target acts. nudge (the default): by its cost. clamp: by holding the output on the way to it, ' +
      'as coupled learning does.',
  }),
});

export const learningSchema = mapping({
  rule: field(registered(learningRuleNames), {
    about: learningRules.map(({ name, summary }) => `${name}: ${summary}.`).join(' '),
    default: defaultRule,
  }),
  ...training,
  eqprop: field(eqpropSchema, { about: 'What eqprop alone has.', acts: 'phases' }),
  // Checked merged over the fields above.
  backprop: field(anyMapping<DeepPartial<Training>>(trainingSchema), {
    about:
      'Overrides any field above where the rule is backprop. Delete a line here and the field above is for ' +
      'both rules.',
    default: {
      learningRate: [8],
      schedule: { end: 5e-4, epochs: 200 },
      target: { winners: 6, labelSmoothing: 0, homeostasis: { gain: 0.4 } },
    },
  }),
});

import { z } from 'zod';
import { type DeepPartial, isMapping } from '../plain-data.js';
import { field } from './field.js';
import { scheduleSchema } from './learning-schema.js';
import {
  choice,
  firstRepeated,
  MANY,
  mapping,
  number,
  oneOrMore,
  positive,
  probability,
  whole,
} from './schema-parts.js';

/** A classifier trained on the outputs of the finished network. */
export const linearSchema = mapping({
  optimizer: field(choice(['sgd', 'adam']), { about: 'sgd or adam.' }),
  learningRate: field(number(0, 1000), { about: 'Rate of the classifier.' }),
  epochs: field(whole(1, MANY), { about: 'Passes over the features.', unit: 'epochs' }),
  schedule: field(scheduleSchema, { about: 'How the rate changes over the epochs.' }),
  activation: field(choice(['identity', 'sigmoid']), {
    about: "What stands between the classifier's weighted sums and the softmax: identity or sigmoid.",
  }),
  dropout: field(probability, { about: 'Probability that a feature is left out.' }),
  batchSize: field(whole(1, MANY), { about: 'Images an update.', unit: 'images' }),
});

export type LinearOptions = z.infer<typeof linearSchema>;

export const readoutSchema = mapping({
  labels: field(
    oneOrMore(positive(1), 'expected a number above 0, at most 1, or a list of them').refine(
      (labels) => !firstRepeated(labels),
      'expected different values',
    ),
    {
      about:
        'Share of the training labels that the read-out sees, the same of every class. Of a list the first ' +
        "is the run's; the finished network is read out with each of the others too.",
      default: 1,
      unit: 'of the labels',
    },
  ),
  linear: field(
    z.custom<boolean | DeepPartial<LinearOptions>>(
      (input) => typeof input === 'boolean' || isMapping(input),
      { error: 'expected true, false or a mapping' },
    ),
    {
      about:
        'true trains a linear classifier on the outputs as well, as published for the rule; a mapping replaces ' +
        'some of its fields.',
      default: false,
      written: z.union([z.boolean(), linearSchema]),
    },
  ),
  every: field(whole(1, MANY), {
    about: 'Epochs from test to test. There is always one at the end.',
    default: 1,
    unit: 'epochs',
  }),
});

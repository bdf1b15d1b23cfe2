import { z } from 'zod';
import { learningRuleNames } from '../../learning/rules/index.js';
import { isMapping, type Mapping } from '../plain-data.js';
import { expectedName, namePattern } from '../text/name-pattern.js';
import { alternatives } from '../text/nearest-name.js';
import { datasetSchema } from './dataset-schema.js';
import { field } from './field.js';
import { hardwareSchema } from './hardware/hardware-schema.js';
import { learningSchema } from './learning-schema.js';
import { convolutionalSchema, denseSchema } from './network-schema.js';
import { readoutSchema } from './readout-schema.js';
import { choice, distinct, mapping, number, registered, text, whole } from './schema-parts.js';

/** What names a run and its folder, and what all its draws come from. */
const naming = {
  name: field(text(namePattern, expectedName), {
    about: 'Names the run folder, runs/NAME-SEED.',
    default: 'mnist-self-defined-target',
  }),
  seed: field(whole(0, 2 ** 32 - 1), {
    about: 'Same seed, same bits, on any number of threads.',
    default: 1,
  }),
};

export const namingSchema = mapping(naming);

const compareSchema = mapping({
  vary: field(
    // Kept without `hardware.` in front.
    text(/^[a-zA-Z.]+$/, 'the dotted path of a field of hardware, such as read.noise').overwrite((path) =>
      path.replace(/^hardware\./, ''),
    ),
    { about: 'The dotted path of a field of hardware, such as read.noise.', required: true },
  ),
  values: field(distinct(number(-1e12, 1e12), 1), {
    about: 'The values that the field takes.',
    required: true,
  }),
  rules: field(distinct(registered(learningRuleNames), 1), {
    about: `Learning rules to compare: ${alternatives(learningRuleNames)}.`,
    required: true,
  }),
});

/** A configuration with the blocks of network and hardware given. */
function schemaWith<N extends z.ZodType, H extends z.ZodType>(network: N, hardware: H) {
  return mapping(
    {
      ...naming,
      seeds: field(distinct(whole(0, 2 ** 32 - 1), 1).optional(), {
        about: 'Seeds to repeat with; means and intervals are reported.',
      }),
      dataset: field(datasetSchema, { about: 'The images.', acts: 'input' }),
      network: field(network, { about: 'Layers, neurons and initial weights.', acts: 'network' }),
      learning: field(learningSchema, { about: 'How the network learns.', acts: 'learning' }),
      readout: field(readoutSchema, { about: 'How the outputs become classes.', acts: 'read-out' }),
      hardware: field(hardware, {
        about: 'A chip, or the word ideal. See crossprop crossbar cost for what a chip takes.',
        acts: 'hardware',
        written: z.union([ideal, hardwareSchema]),
      }),
      compare: field(compareSchema.optional(), {
        about: 'Both rules, ideal and on the chip, over values of one field of the hardware block.',
        acts: 'experiment',
      }),
    },
    { later: ['sweep'] },
  );
}

const ideal = choice(['ideal']);

const schemas = {
  dense: { ideal: schemaWith(denseSchema, ideal), chip: schemaWith(denseSchema, hardwareSchema) },
  convolutional: {
    ideal: schemaWith(convolutionalSchema, ideal),
    chip: schemaWith(convolutionalSchema, hardwareSchema),
  },
};

/**
 * The schema that fits the kinds of network and hardware: a union's faults would name every
 * alternative.
 */
export function schemaFor({ network, hardware }: Mapping) {
  const layers = isMapping(network) && Array.isArray(network.layers) ? network.layers : [];
  const kind = layers.some(isMapping) ? 'convolutional' : 'dense';
  return schemas[kind][hardware === 'ideal' ? 'ideal' : 'chip'];
}

/** The schema of a network of units on a chip: it has every field, with its notes and defaults. */
export const chipConfigurationSchema = schemas.dense.chip;

export type RawConfiguration = z.infer<ReturnType<typeof schemaFor>>;

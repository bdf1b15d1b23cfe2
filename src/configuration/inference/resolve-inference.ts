import { InputError } from '../../../devices/base/errors.js';
import { checked } from '../checks/checked.js';
import { type ResolveOptions, resolveConfiguration } from '../configuration.js';
import { defaultsFor } from '../default-learning.js';
import { type DeepReadonly, deepFreeze, isMapping, type Mapping, merged } from '../plain-data.js';
import { defaultsOf } from '../schema/field.js';
import { setPath } from '../text/set-path.js';
import type { ChipConfiguration } from '../types.js';
import { type InferenceFields, inferenceSchema } from './inference-schema.js';

/** A chip for a network trained elsewhere: every field there, checked, frozen. */
export type InferenceConfiguration = DeepReadonly<InferenceFields> & { readonly hardware: ChipConfiguration };

/** Blocks of a configuration that trains, which say nothing of a network trained elsewhere. */
const ofTraining = ['network', 'learning', 'dataset', 'readout', 'compare', 'sweep'] as const;

/**
 * The hardware that weights trained without a chip in mind are for: written once, the range of each
 * array that of its weights, converters set by images of training.
 */
const inferenceHardware = {
  training: 'transfer',
  array: { weightMax: 'largest' },
  converters: { dac: { range: 'calibrated' }, adc: { range: 'calibrated' } },
};

export interface ResolvedInference {
  readonly configuration: InferenceConfiguration;
  /** Blocks that the file has and that are not used. */
  readonly unused: readonly string[];
}

/**
 * Makes a configuration of `raw`, as read from YAML or JSON, with the defaults of
 * `inferenceHardware` below what it sets. Throws InputError, one line, as `resolveConfiguration`.
 */
export async function resolveInference(
  raw: unknown,
  { source = 'chip', set = [], override = {}, ...files }: ResolveOptions = {},
): Promise<ResolvedInference> {
  if (!isMapping(raw)) throw new InputError(`${source}: expected a mapping with a hardware block`);
  const assigned = set.reduce((own, assignment) => setPath(own, assignment, defaultsFor(own)), raw);
  const all = merged(assigned, override) as Mapping;
  const unused = ofTraining.filter((key) => all[key] !== undefined);
  const entries = Object.entries(all).filter(([key]) => !ofTraining.some((one) => one === key));
  const { hardware = {}, ...own } = Object.fromEntries(entries);
  if (hardware === 'ideal') {
    throw new InputError(`${source}: hardware: "ideal", expected a chip to estimate`);
  }
  const defaults = merged(defaultsOf(inferenceSchema), { name: 'chip' });
  const fields = checked(inferenceSchema, merged(defaults, own), { source });
  const chip = { name: fields.name, seed: fields.seed, hardware: merged(inferenceHardware, hardware) };
  const resolved = await resolveConfiguration(chip, { source, ...files });
  const configuration = { ...fields, hardware: resolved.hardware as ChipConfiguration };
  return { configuration: deepFreeze(configuration) as InferenceConfiguration, unused };
}

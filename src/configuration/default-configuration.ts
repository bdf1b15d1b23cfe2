import { type DeepReadonly, deepFreeze, type Mapping } from './plain-data.js';
import { chipConfigurationSchema, type RawConfiguration } from './schema/configuration-schema.js';
import { defaultsOf } from './schema/field.js';
import type { RawHardware } from './schema/hardware/hardware-schema.js';

/**
 * What a configuration leaves out, but for `defaultMappingOf`, as the fields of the schema have it:
 * one-layer unsupervised EqProp on MNIST and, as override, its backprop twin, with the
 * hyper-parameters of Liu et al. 2024, doi:10.1088/2634-4386/ad8c78, and their public code; one
 * epoch of the 100 (EqProp) and 200 (backprop) that their schedules span.
 */
export const defaultConfiguration = deepFreeze<RawConfiguration>(defaultsOf(chipConfigurationSchema));

/**
 * The defaults that depend on no other field: all but those of learning and of the mapping. To be
 * written into a configuration whose other fields still vary.
 */
export const independentDefaults = deepFreeze(withoutDependent(defaultConfiguration));

function withoutDependent({ learning: _, hardware, ...rest }: typeof defaultConfiguration): Mapping {
  const { array, ...others } = hardware as DeepReadonly<RawHardware>;
  const { mapping: __, ...ownArray } = array;
  return { ...rest, hardware: { ...others, array: ownArray } };
}

/**
 * The mapping of weights where none is written: about mid-range, so that both devices of a pair can
 * move either way, for arrays that learn; with one device at gMin for those that are only
 * programmed.
 */
export function defaultMappingOf(training: unknown): RawHardware['array']['mapping'] {
  const { mapping } = (defaultConfiguration.hardware as RawHardware).array;
  return training === 'transfer' ? 'one-sided' : mapping;
}

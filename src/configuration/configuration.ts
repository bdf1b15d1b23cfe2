import { Document, visit } from 'yaml';
import { InputError } from '../../devices/base/errors.js';
import { checked } from './checks/checked.js';
import { checkConsistency } from './checks/configuration-checks.js';
import { defaultsFor } from './default-learning.js';
import { isOwnDevice } from './device/device-schema.js';
import { withFittedDevice } from './device/fitted-device.js';
import { type DeviceModules, loadOwnDevice, withModulePath } from './device/own-device.js';
import { semiSupervisedParts } from './learning-rule.js';
import { publishedLinear } from './linear-options.js';
import { withListsPerLayer } from './per-layer.js';
import { deepFreeze, isMapping, type Mapping, merged, picked } from './plain-data.js';
import { type RawConfiguration, schemaFor } from './schema/configuration-schema.js';
import { stretchSchema, trainingSchema } from './schema/learning-schema.js';
import { linearSchema } from './schema/readout-schema.js';
import { readPhysicalValues } from './text/physical-value.js';
import { setPath, withValue } from './text/set-path.js';
import type { Configuration } from './types.js';

export { checkDatasetShape, checkRun, type DatasetShape } from './checks/configuration-checks.js';
export { type Learning, type LearningRuleName, resolveLearning } from './learning-rule.js';

export type { ChipConfiguration, Configuration } from './types.js';

const anonymous = 'configuration';

export interface ResolveOptions {
  /** What the messages call the configuration: its file; `configuration` by default. */
  readonly source?: string;
  /** Assignments `path=value`, in turn; see `setPath`. */
  readonly set?: readonly string[];
  /** Laid over these. */
  readonly override?: Mapping;
  /** Values by dotted path, in turn, in place of what is there. */
  readonly values?: Mapping;
  /**
   * The text of the file that `hardware.device.fit` names, with which it may stand. Throws
   * InputError.
   */
  readonly readFit?: (file: string) => string;
  /** Loads what `hardware.device.module` names, with which it may stand. */
  readonly modules?: DeviceModules | undefined;
}

/**
 * Makes a configuration of `raw`, as read from YAML or JSON: defaults filled in, then `set`,
 * `override` and `values`; physical values such as "10 kohm" become numbers; all of it is checked.
 * What it returns resolves to itself. Throws InputError, one line: source, path, value, what was
 * expected (for an unknown key, the nearest known one).
 */
export async function resolveConfiguration(
  raw: unknown,
  options: ResolveOptions = {},
): Promise<Configuration> {
  const { source = anonymous } = options;
  const complete = withListsPerLayer(completeConfiguration(raw, options));
  const numbers = (await readPhysicalValues(complete, source)) as Mapping;
  const checkLaws = await loadOwnDevice(numbers, options.modules);
  const configuration = checked(schemaFor(numbers), numbers, { source }) as RawConfiguration;
  checkLaws();
  checkOverrides(configuration, source);
  const frozen = deepFreeze(configuration) as Configuration;
  checkConsistency(frozen, source);
  return frozen;
}

/**
 * The same before physical values are read and anything is checked. Throws InputError where `raw`
 * is no mapping.
 */
export function completeConfiguration(raw: unknown, options: ResolveOptions): Mapping {
  const own = ownConfiguration(raw, options);
  return withDefaults(own, defaultsFor(own));
}

/**
 * What `raw` and the options set, without any default, a fitted device read. Throws InputError
 * where `raw` is no mapping, and for a fit that cannot be read.
 */
export function ownConfiguration(
  raw: unknown,
  { source = anonymous, set = [], override = {}, values = {}, readFit, modules }: ResolveOptions = {},
): Mapping {
  if (!isMapping(raw)) {
    const found = raw === null || raw === undefined ? 'empty' : JSON.stringify(raw);
    throw new InputError(`${source}: ${found}, expected a mapping of configuration keys`);
  }
  const assigned = set.reduce((own, assignment) => setPath(own, assignment, defaultsFor(own)), raw);
  const own = Object.entries(values).reduce(
    (own, [path, to]) => withValue(own, path, { to, source, defaults: defaultsFor(own) }),
    merged(assigned, override) as Mapping,
  );
  return withModulePath(withFittedDevice(own, { source, readFit }), { source, modules });
}

/**
 * `own` laid on `defaults`; a device with parameters of its own takes none of the default device's.
 */
export function withDefaults(own: Mapping, defaults: Mapping): Mapping {
  const whole = merged(defaults, own) as Mapping;
  const { device } = isMapping(own.hardware) ? own.hardware : {};
  if (!isOwnDevice(device)) return whole;
  return { ...whole, hardware: { ...(whole.hardware as Mapping), device } };
}

/** The configuration as YAML, a list on one line; it resolves to the same configuration. */
export function configurationYaml(configuration: Configuration): string {
  const document = new Document(configuration, { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_key, list) => {
      list.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/**
 * Overrides have no schema of their own: laid over what they override, they must fit the schema of
 * that.
 */
function checkOverrides(configuration: RawConfiguration, source: string): void {
  const { learning, readout } = configuration;
  const shared = picked(learning, Object.keys(trainingSchema.shape));
  const backprop = merged(shared, learning.backprop) as Mapping;
  checked(trainingSchema, backprop, { source, at: ['learning', 'backprop'] });
  for (const part of semiSupervisedParts) {
    for (const [training, at] of [
      [shared, ['learning', part]],
      [backprop, ['learning', 'backprop', part]],
    ] as const) {
      const stretch = picked(training, Object.keys(stretchSchema.shape));
      checked(stretchSchema, merged(stretch, training[part] ?? {}), { source, at });
    }
  }
  if (!isMapping(readout.linear)) return;
  const linear = merged(publishedLinear(learning.rule, configuration.network.layers), readout.linear);
  checked(linearSchema, linear, { source, at: ['readout', 'linear'] });
}

import type { DeviceModel } from '../base/device-model.js';
import { InputError } from '../base/errors.js';
import type {
  DeviceModelBlock,
  DeviceModelDefinition,
  ModelEntry,
  ModelParameters,
} from './model-definition.js';
import { linearIonDriftModel } from './ode/linear-ion-drift.js';
import { stanfordPkuModel } from './ode/stanford-pku.js';
import { vteamModel } from './ode/vteam.js';
import { yakopcicModel } from './ode/yakopcic.js';
import { constantStepModel } from './pulse/constant-step.js';
import { expStepModel } from './pulse/exp-step.js';
import { fadingStepModel } from './pulse/fading-step.js';
import { linearStepModel } from './pulse/linear-step.js';
import { neurosimExponentialModel } from './pulse/neurosim-exponential.js';
import { oneSidedPairModel } from './pulse/one-sided-pair.js';
import { piecewiseStepModel } from './pulse/piecewise-step.js';
import { powStepModel } from './pulse/pow-step.js';
import { softBoundsModel } from './pulse/soft-bounds.js';
import { softBoundsPmaxModel } from './pulse/soft-bounds-pmax.js';
import { softBoundsReferenceModel } from './pulse/soft-bounds-reference.js';

/** Every model that a configuration can name, in the order of lists. */
export const deviceModels: readonly DeviceModelDefinition[] = Object.freeze([
  constantStepModel,
  linearStepModel,
  softBoundsModel,
  softBoundsPmaxModel,
  softBoundsReferenceModel,
  expStepModel,
  powStepModel,
  piecewiseStepModel,
  oneSidedPairModel,
  neurosimExponentialModel,
  fadingStepModel,
  vteamModel,
  yakopcicModel,
  stanfordPkuModel,
  linearIonDriftModel,
]);

export function findDeviceModel(name: unknown): DeviceModelDefinition | undefined {
  return deviceModels.find((model) => model.name === name);
}

/**
 * The device of a block. Throws InputError for a model that is none, and as the model's factory
 * does.
 */
export function createDeviceModel({ model, published, ...parameters }: DeviceModelBlock): DeviceModel {
  const definition = findDeviceModel(model);
  if (!definition) {
    const known = deviceModels.map(({ name }) => name).join(', ');
    throw new InputError(`Cannot create model ${JSON.stringify(model)}, expected one of ${known}`);
  }
  return createDefinedModel(definition, published === undefined ? parameters : { ...parameters, published });
}

/**
 * The device of a definition, listed or not; `published` of the parameters names a set of its own.
 * Throws InputError where there is no such set, and as the model's factory does.
 */
export function createDefinedModel(
  definition: DeviceModelDefinition,
  { published, ...parameters }: ModelParameters,
): DeviceModel {
  const set = published === undefined ? {} : definition.published?.[String(published)];
  if (!set) {
    throw new InputError(
      `${definition.name}: expected a published set of parameters (got ${JSON.stringify(published)})`,
    );
  }
  return definition.create({ ...set, ...parameters } as never, createDeviceModel);
}

const entriesOf = (kind: DeviceModelDefinition['kind']): readonly ModelEntry[] =>
  Object.freeze(
    deviceModels
      .filter((model) => model.kind === kind)
      .map(({ name, summary, source }) => Object.freeze({ name, summary, source })),
  );

/** The pulse-response models. */
export const pulseModels = entriesOf('pulses');

/** The models given by differential equations: see `createOdeDevice`. */
export const odeModels = entriesOf('equations');

/** All models. */
export const models: readonly ModelEntry[] = Object.freeze([...pulseModels, ...odeModels]);

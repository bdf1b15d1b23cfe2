import type { DeviceModel } from '../base/device-model.js';
import { createDefinedModel } from '../models/catalogue.js';
import {
  type DeviceModelDefinition,
  defaultScatter,
  type ModelParameters,
} from '../models/model-definition.js';
import { type CheckReport, checkDeviceModel } from './check-device-model.js';
import { type DeviceLawOptions, declaredBy } from './subject.js';

/**
 * Tries every law on the device of a definition with these parameters; the same device without
 * noise is made of them where its parameters say that it has none. Throws what the model's factory
 * does.
 */
export function checkDefinition(
  definition: DeviceModelDefinition,
  parameters: ModelParameters,
  options: DeviceLawOptions = {},
): CheckReport {
  const still = createDefinedModel(definition, withoutCycleNoise(parameters));
  return checkDeviceModel(createDefinedModel(definition, parameters), {
    ...(isStill(still) && { noiseless: still }),
    ...knownOf(definition),
    ...options,
  });
}

/** Parameters of a definition's example, with scatter laid over it where it has fields for it. */
export function scatteredExample({ example, fields, scatter }: DeviceModelDefinition): ModelParameters {
  const own = Object.entries(defaultScatter).filter(([name]) => Object.hasOwn(fields, name));
  return { ...example, ...(scatter ?? Object.fromEntries(own)) };
}

/** What a model's parameters do not say. */
export function knownOf(definition?: DeviceModelDefinition): Partial<DeviceLawOptions> {
  return definition?.noiseUnit ? { noiseUnit: definition.noiseUnit } : {};
}

function isStill(model: DeviceModel): boolean {
  const { cycleNoise, writeNoiseS } = declaredBy(model);
  return cycleNoise === 0 && writeNoiseS === 0;
}

/** Parameters that scatter from device to device alone. */
function withoutCycleNoise({ cycleNoise, device, ...parameters }: ModelParameters): ModelParameters {
  if (device === undefined) return parameters;
  return { ...parameters, device: withoutCycleNoise(device as ModelParameters) };
}

import type { DeviceModel } from '../base/device-model.js';
import { InputError } from '../base/errors.js';

/**
 * A model's parameters and those of an effect on it, frozen. Throws InputError where the model has
 * that effect already: the second would draw the numbers of the first.
 */
export function parametersWith(
  model: DeviceModel,
  effect: string,
  own: DeviceModel['parameters'],
): DeviceModel['parameters'] {
  if (Object.keys(own).some((name) => name in model.parameters)) {
    throw new InputError(`Cannot add ${effect}: ${model.name} has ${effect} already, expected none`);
  }
  return Object.freeze({ ...model.parameters, ...own });
}

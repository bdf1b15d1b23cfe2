import {
  createDefinedModel,
  createDeviceModel,
  createPreset,
  type DeviceModel,
  type DeviceModelBlock,
  oneSidedPair,
  withLevels,
  withoutScatter,
  withReadNoise,
  withSinhCurrent,
  withStuckCells,
} from '../../../devices/index.js';
import type { DeepReadonly } from '../plain-data.js';
import type { ChipConfiguration } from '../types.js';
import { withReadEffects, withWear } from './device-effects.js';
import { deviceModuleAt } from './device-module.js';
import { isDefaultModel, type ModuleBlock } from './device-schema.js';

/**
 * The device that a hardware block names, or another one in its place, the block's non-idealities
 * wrapped around it.
 */
export function createChipDevice(
  { device, array, read, faults, effects }: ChipConfiguration,
  model: DeviceModel = createChipModel(device),
): DeviceModel {
  const stuck = withStuckCells(model, { low: faults.stuckLow, high: faults.stuckHigh });
  // A side of a weight must move both ways: a device that only rises comes in pairs.
  const cell = stuck.oneSided ? oneSidedPair(stuck) : stuck;
  const settled = withLevels(withWear(cell, effects), array.levels);
  const noisy = withReadNoise(withReadEffects(settled, effects), read.noise);
  return read.nonlinearity.kind === 'sinh' ? withSinhCurrent(noisy, read.nonlinearity.voltageV) : noisy;
}

/**
 * The device that a block names, with nothing around it; one of a user's own file where this thread
 * has loaded it. Throws InputError.
 */
export function createChipModel(device: ChipConfiguration['device']): DeviceModel {
  if ('preset' in device) return createPreset(device.preset, { noiseless: device.noiseless ?? false });
  if ('module' in device) return createOwnModel(device);
  if (isDefaultModel(device)) return createDeviceModel(device as DeviceModelBlock);
  const { noiseless, ...block } = device;
  return createDeviceModel((noiseless ? withoutScatter(block) : block) as DeviceModelBlock);
}

function createOwnModel({ module, parameters, noiseless }: DeepReadonly<ModuleBlock>): DeviceModel {
  return createDefinedModel(deviceModuleAt(module), noiseless ? withoutScatter(parameters) : parameters);
}

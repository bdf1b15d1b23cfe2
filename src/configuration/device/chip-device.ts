import {
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
import type { ChipConfiguration } from '../types.js';
import { withReadEffects, withWear } from './device-effects.js';
import { isDefaultModel } from './device-schema.js';

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

/** The device that a block names, with nothing around it. Throws InputError. */
export function createChipModel(device: ChipConfiguration['device']): DeviceModel {
  if ('preset' in device) return createPreset(device.preset, { noiseless: device.noiseless ?? false });
  if (isDefaultModel(device)) return createDeviceModel(device as DeviceModelBlock);
  const { noiseless, ...block } = device;
  return createDeviceModel((noiseless ? withoutScatter(block) : block) as DeviceModelBlock);
}

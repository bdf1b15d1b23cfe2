import type { ArrayWires, CrossbarOptions } from '../../crossbar/index.js';
import {
  createPreset,
  createPulseModel,
  type DeviceModel,
  oneSidedPair,
  type PulseModelBlock,
  withLevels,
  withoutScatter,
  withReadNoise,
  withSinhCurrent,
  withStuckCells,
} from '../../devices/index.js';
import type { ChipConfiguration } from './configuration.js';
import { withSeenEffects, withWear } from './device-effects.js';
import { isDefaultModel } from './device-schema.js';
import { weightMaxOf } from './weight-max.js';

/** The device that a hardware block names, or another one in its place, the block's non-idealities wrapped around it. */
export function createChipDevice(
  { device, array, read, faults, effects }: ChipConfiguration,
  model: DeviceModel = createChipModel(device),
): DeviceModel {
  const stuck = withStuckCells(model, { low: faults.stuckLow, high: faults.stuckHigh });
  // A side of a weight must move both ways: a device that only rises comes in pairs.
  const cell = stuck.oneSided ? oneSidedPair(stuck) : stuck;
  const settled = withLevels(withWear(cell, effects), array.levels);
  const noisy = withReadNoise(withSeenEffects(settled, effects), read.noise);
  return read.nonlinearity.kind === 'sinh' ? withSinhCurrent(noisy, read.nonlinearity.voltageV) : noisy;
}

/** The device that a block names, with nothing around it. Throws InputError. */
export function createChipModel(device: ChipConfiguration['device']): DeviceModel {
  if ('preset' in device) return createPreset(device.preset, { noiseless: device.noiseless ?? false });
  if (isDefaultModel(device)) return createPulseModel(device as PulseModelBlock);
  const { noiseless, ...block } = device;
  return createPulseModel((noiseless ? withoutScatter(block) : block) as PulseModelBlock);
}

/** As near to none as single precision shows: currents that flow into the neurons themselves. */
const noConverter = { bits: 24, range: 64 };

/** Which array it is, what it begins with, and the device in place of the block's. */
export interface ArrayChoice {
  readonly model?: DeviceModel | undefined;
  readonly weights?: ArrayLike<number>;
  readonly index?: number;
}

/** What a hardware block says of an array. */
export function arrayOptions(
  chip: ChipConfiguration,
  { model, weights = [], index = 0 }: ArrayChoice = {},
): Pick<
  CrossbarOptions,
  | 'device'
  | 'tile'
  | 'weightMax'
  | 'mapping'
  | 'slices'
  | 'subtract'
  | 'dac'
  | 'adc'
  | 'scaling'
  | 'write'
  | 'solve'
  | 'noise'
  | 'driftCompensation'
  | 'wires'
> {
  const { array, converters, read, write } = chip;
  return {
    device: createChipDevice(chip, model),
    tile: { wordLines: array.rows, bitLines: array.cols },
    weightMax: weightMaxOf(array.weightMax, weights, index),
    mapping: array.mapping,
    slices: array.slices,
    subtract: array.subtract,
    dac: converters.dac,
    adc: read.relaxation === 'analog' ? noConverter : converters.adc,
    scaling: converters.scaling,
    write,
    solve: read.solve,
    noise: read.frozen ? 'held' : 'fresh',
    driftCompensation: read.driftCompensation,
    wires: wiresOf(array),
  };
}

/** null where neither lines nor their ports have resistance. */
function wiresOf(array: ChipConfiguration['array']): ArrayWires | null {
  const { wordLineOhm, bitLineOhm, driverOhm, senseOhm, backwardEnds } = array;
  if (wordLineOhm + bitLineOhm + driverOhm + senseOhm === 0) return null;
  const { wireSolveEvery: solveEvery, wireUpdateEvery: updateEvery } = array;
  return { wordLineOhm, bitLineOhm, driverOhm, senseOhm, backwardEnds, solveEvery, updateEvery };
}

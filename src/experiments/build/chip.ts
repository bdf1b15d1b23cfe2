import type { ArrayWires, CrossbarOptions } from '../../../crossbar/index.js';
import type { DeviceModel } from '../../../devices/index.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';
import { createChipDevice } from '../../configuration/device/chip-device.js';
import { weightMaxOf } from './weight-max.js';

/**
 * What a hardware block says of the arrays of a chip. The signals of one training step by EqProp,
 * and the file of each block; free and nudged phase pass through the same blocks:
 *
 *   image
 *     |
 *   dropout                     learning/dropout.ts
 *     |
 *   DAC --> array --> ADC       crossbar/: converters, read; `arrayOptions` below sets them up
 *     |       ^
 *   neuron    | pulses          relax/: the phase settles, forward and backward reads in turn
 *     |       |
 *   sample    |                 circuits/state-errors.ts: offset and noise of what is sampled
 *     |       |
 *     |--> target --> nudge DAC --> neuron        target/, circuits/nudge-dac.ts: the nudged phase
 *     |       |
 *   difference of the samples   learning/phase-difference.ts
 *     |       |
 *   update circuit              learning/update-errors.ts: its offset and noise
 *     |       |
 *   rates, optimiser            learning/optimizers/
 *     |       |
 *     +-------+                 crossbar/write: counts of pulses, then the devices move
 *
 * The homeostasis circuit (circuits/bias-circuit.ts) holds a voltage for each output neuron, which
 * shifts the choice of winners, or the neuron itself with `homeostasis.as: bias`.
 */

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

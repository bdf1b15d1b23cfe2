import type { DeviceModel, DeviceState } from '../base/device-model.js';
import { createRandom } from '../base/random.js';
import type { StateCase } from './arbitraries.js';

/** Sixteen devices of a seed, after a pulse train. */
export function stateOf(model: DeviceModel, { seed, train }: Omit<StateCase, 'device'>): DeviceState {
  const random = createRandom(seed);
  const state = model.create(16, random.stream('devices'));
  train.forEach((pulses, step) => {
    pulseAll(model, state, { pulses, seed, step });
  });
  return state;
}

/** A copy, or one of a part of the devices. */
export function copyState({ count, arrays }: DeviceState, devices?: readonly number[]): DeviceState {
  const from = devices ?? Array.from({ length: count }, (_, i) => i);
  const pick = (array: Float32Array) => Float32Array.from(from, (i) => array[i]);
  return {
    count: from.length,
    arrays: Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, pick(array)])),
  };
}

/** `count` devices in the very state of one: what then differs between them is noise. */
export function replicate(state: DeviceState, device: number, count: number): DeviceState {
  return copyState(state, new Array<number>(count).fill(device));
}

/** The state of a case, in `count` replicas. */
export function replicasOf(model: DeviceModel, given: StateCase, count: number): DeviceState {
  return replicate(stateOf(model, given), given.device, count);
}

export interface PulseAll {
  readonly pulses: number;
  readonly seed: number;
  /** Must differ between the calls on one state. */
  readonly step: number;
}

/** The same pulses on every device, noise from stream `pulses` of the seed. Mutates state. */
export function pulseAll(model: DeviceModel, state: DeviceState, { pulses, seed, step }: PulseAll): void {
  const counts = new Int32Array(state.count).fill(pulses);
  const draw = { random: createRandom(seed).stream('pulses'), step };
  model.pulse(state, counts, { count: state.count, firstIndex: 0, draw });
}

/** Conductances of all devices. Throws an Error where one is not finite. */
export function read(model: DeviceModel, state: DeviceState): Float32Array {
  const out = model.conductanceInto(new Float32Array(state.count), state);
  const bad = out.findIndex((g) => !Number.isFinite(g));
  if (bad >= 0) throw new Error(`device ${bad} reads ${out[bad]} S, expected a finite conductance`);
  return out;
}

/**
 * Rounding of a conductance that is kept in single precision: 4 units in the last place of the
 * largest.
 */
export function roundingS({ gMinS, gMaxS }: DeviceModel): number {
  return 4 * 2 ** -24 * Math.max(Math.abs(gMinS), Math.abs(gMaxS));
}

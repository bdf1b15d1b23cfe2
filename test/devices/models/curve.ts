import { createRandom, type DeviceModel, type DeviceState } from '../../../devices/index.js';

/** `count` devices of a model, of a fixed seed, all at one conductance where it is given. */
export function devicesOf(model: DeviceModel, count: number, conductanceS?: number): DeviceState {
  const state = model.create(count, createRandom(7));
  if (conductanceS !== undefined) state.arrays.conductanceS!.fill(conductanceS);
  return state;
}

/** Gives every device n pulses, with the noise of draw `step`. */
export function pulseAll(model: DeviceModel, state: DeviceState, n: number, step = 0): void {
  const { count } = state;
  const draw = { random: createRandom(8).stream('cycle'), step };
  model.pulse(state, new Int32Array(count).fill(n), { count, firstIndex: 0, draw });
}

export function conductances(model: DeviceModel, state: DeviceState): Float32Array {
  return model.conductanceInto(new Float32Array(state.count), state);
}

/** Mean and standard deviation. */
export function moments(values: ArrayLike<number>): { mean: number; deviation: number } {
  const all = Array.from(values);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  return { mean, deviation: Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length) };
}

/** Weights of -1 to 1 on 10 to 30 uS: 10 uS a unit of weight, weight 0 at 20 uS. */
export const scale = { gMinS: 10e-6, gMaxS: 30e-6, weightMin: -1, weightMax: 1 };
export const weightOf = (conductanceS: number) => (conductanceS - 20e-6) / 10e-6;
export const siemensOf = (weight: number) => 20e-6 + 10e-6 * weight;

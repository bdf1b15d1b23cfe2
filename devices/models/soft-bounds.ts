import {
  type DeviceModel,
  type DeviceState,
  linearCurrent,
  type PulseOptions,
} from '../base/device-model.js';
import { blockSize, normalInto } from '../base/random.js';
import {
  checkPulsedDevice,
  createPulsedState,
  type PulsedArrays,
  type PulsedDeviceParameters,
} from './pulsed-device.js';

/**
 * Soft bounds: a pulse moves the conductance by a step that shrinks linearly to nothing at the bound it moves to,
 * as filamentary ReRAM does (Fusi and Abbott 2007, doi 10.1038/nn1859; Frascaroli et al. 2018,
 * doi 10.1038/s41598-018-25376-x; aihwkit's SoftBoundsDevice, in siemens):
 *
 *   up    g += stepUp   (gMax - g) / (gMax - gMin) (1 + cycleNoise xi)
 *   down  g -= stepDown (g - gMin) / (gMax - gMin) (1 + cycleNoise xi)     then clipped to [gMin, gMax].
 *
 * Steps at the far bound are twice the mid-range step (gMaxS - gMinS) / states. Throws InputError.
 */
export function softBounds(given: PulsedDeviceParameters): DeviceModel {
  const parameters = checkPulsedDevice('softBounds', given);
  const { gMinS, gMaxS, states, cycleNoise } = parameters;
  const stepS = (gMaxS - gMinS) / states;
  return Object.freeze<DeviceModel>({
    name: 'soft-bounds',
    parameters: { ...parameters },
    gMinS,
    gMaxS,
    stepS,
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, random, allocate) =>
      createPulsedState(count, random, { parameters, nominalStepS: 2 * stepS, allocate }),
    pulse: (state, counts, options) =>
      softBoundsPulses(pulsedArrays(state), counts, { ...options, cycleNoise }),
    conductanceInto: copyConductance,
    pulseKernel: 'soft-bounds',
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

/** |counts[i]| single pulses in turn on device firstIndex + i, each with noise of its own (draw.sub counts up). */
export function softBoundsPulses(
  { conductanceS, gMinS, gMaxS, stepUpS, stepDownS }: PulsedArrays,
  counts: Int32Array,
  { count, firstIndex, cycleNoise, draw }: PulseOptions & { readonly cycleNoise: number },
): void {
  const sigma = f(cycleNoise);
  const noise = new Float32Array(blockSize);
  for (let at = 0; at < count; at += blockSize) {
    const block = counts.subarray(at, Math.min(at + blockSize, count));
    const most = block.reduce((largest, n) => Math.max(largest, Math.abs(n)), 0);
    for (let pulse = 0; pulse < most; pulse++) {
      if (sigma !== 0)
        normalInto(noise, { ...draw, sub: (draw.sub ?? 0) + pulse }, (firstIndex + at) / blockSize);
      for (let j = 0; j < block.length; j++) {
        const i = firstIndex + at + j;
        const range = f(gMaxS[i] - gMinS[i]);
        if (Math.abs(block[j]) <= pulse || range <= 0) continue;
        const old = conductanceS[i];
        const up = block[j] > 0;
        const room = up ? f(gMaxS[i] - old) : f(old - gMinS[i]);
        let change = f(f((up ? stepUpS[i] : -stepDownS[i]) * room) / range);
        if (sigma !== 0) change = f(change * f(1 + f(sigma * noise[j])));
        conductanceS[i] = Math.min(Math.max(f(old + change), gMinS[i]), gMaxS[i]);
      }
    }
  }
}

/** The arrays of a state made by `createPulsedState`. */
export function pulsedArrays(state: DeviceState): PulsedArrays {
  return state.arrays as unknown as PulsedArrays;
}

/** out = the conductance as it is kept. */
export function copyConductance(out: Float32Array, state: DeviceState, firstIndex = 0): Float32Array {
  out.set(pulsedArrays(state).conductanceS.subarray(firstIndex, firstIndex + out.length));
  return out;
}

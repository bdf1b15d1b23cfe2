import { type DeviceModel, linearCurrent, type PulseOptions } from '../base/device-model.js';
import { blockSize, normalInto } from '../base/random.js';
import {
  checkPulsedDevice,
  createPulsedState,
  type PulsedArrays,
  type PulsedDeviceParameters,
} from './pulsed-device.js';
import { copyConductance, pulsedArrays } from './soft-bounds.js';

/**
 * Constant step: every pulse moves the conductance by the same step between hard bounds (Gokmen and Vlasov 2016,
 * doi 10.3389/fnins.2016.00333; aihwkit's ConstantStepDevice, in siemens):
 *
 *   g += n step (1 + cycleNoise xi / sqrt|n|)     for n pulses, then clipped to [gMin, gMax].
 *
 * One draw for n pulses equals n draws in distribution as long as nothing clips in between. Throws InputError.
 */
export function constantStep(given: PulsedDeviceParameters): DeviceModel {
  const parameters = checkPulsedDevice('constantStep', given);
  const { gMinS, gMaxS, states, cycleNoise } = parameters;
  const stepS = (gMaxS - gMinS) / states;
  return Object.freeze<DeviceModel>({
    name: 'constant-step',
    parameters: { ...parameters },
    gMinS,
    gMaxS,
    stepS,
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, random, allocate) =>
      createPulsedState(count, random, { parameters, nominalStepS: stepS, allocate }),
    pulse: (state, counts, options) =>
      constantStepPulses(pulsedArrays(state), counts, { ...options, cycleNoise }),
    conductanceInto: copyConductance,
    pulseKernel: 'constant-step',
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

/** counts[i] pulses on device firstIndex + i, with one draw for all of them. */
export function constantStepPulses(
  { conductanceS, gMinS, gMaxS, stepUpS, stepDownS }: PulsedArrays,
  counts: Int32Array,
  { count, firstIndex, cycleNoise, draw }: PulseOptions & { readonly cycleNoise: number },
): void {
  const sigma = f(cycleNoise);
  const noise = new Float32Array(blockSize);
  for (let at = 0; at < count; at += blockSize) {
    const block = counts.subarray(at, Math.min(at + blockSize, count));
    if (block.every((n) => n === 0)) continue;
    if (sigma !== 0) normalInto(noise, draw, (firstIndex + at) / blockSize);
    for (let j = 0; j < block.length; j++) {
      const i = firstIndex + at + j;
      const n = f(block[j]);
      const step = n > 0 ? stepUpS[i] : stepDownS[i];
      let change = f(n * step);
      if (sigma !== 0) {
        const spread = f(f(sigma * f(Math.sqrt(Math.abs(n)))) * step);
        change = f(change + f(spread * noise[j]));
      }
      conductanceS[i] = Math.min(Math.max(f(conductanceS[i] + change), gMinS[i]), gMaxS[i]);
    }
  }
}

import { type DeviceModel, linearCurrent, type PulseResponse } from '../../base/device-model.js';
import { type PulseStep, pulsesBy } from '../../base/pulse-train.js';
import { exampleRange, pulsed } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import {
  checkPulsedDevice,
  createPulsedState,
  type PulsedArrays,
  type PulsedDeviceParameters,
} from '../pulsed-device.js';
import { constantCurve } from '../responses/linear-laws.js';
import { copyConductance } from './soft-bounds.js';

export const constantStepModel = defineDeviceModel({
  name: 'constant-step',
  kind: 'pulses',
  summary: 'every pulse the same step between hard bounds',
  source: 'Gokmen, Vlasov 2016, doi 10.3389/fnins.2016.00333',
  fields: pulsed,
  create: constantStep,
  example: { ...exampleRange, states: 100 },
  fit: { order: 1, curve: () => constantCurve },
});

/**
 * Constant step: every pulse moves the conductance by the same step between hard bounds (Gokmen and
 * Vlasov 2016, doi 10.3389/fnins.2016.00333; aihwkit's ConstantStepDevice, in siemens):
 *
 *   g += n step (1 + cycleNoise xi / sqrt|n|)     for n pulses, then clipped to [gMin, gMax].
 *
 * One draw for n pulses equals n draws in distribution as long as nothing clips in between. Throws
 * InputError.
 */
export function constantStep(given: PulsedDeviceParameters): DeviceModel {
  const parameters = checkPulsedDevice('constantStep', given);
  const { gMinS, gMaxS, states, cycleNoise } = parameters;
  const stepS = (gMaxS - gMinS) / states;
  const pulseResponse: PulseResponse = {
    law: 'constant-step',
    arrays: ['stepUpS', 'stepDownS'],
    constants: [cycleNoise],
    noisy: cycleNoise !== 0,
  };
  return Object.freeze<DeviceModel>({
    name: 'constant-step',
    parameters: { ...parameters },
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: cycleNoise * stepS, seenS: 0 },
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, random, allocate) =>
      createPulsedState(count, random, { parameters, nominalStepS: stepS, allocate }),
    pulse: pulsesBy(pulseResponse, (arrays) => constantStepOf(arrays as unknown as PulsedArrays, cycleNoise)),
    conductanceInto: copyConductance,
    pulseResponse,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

function constantStepOf({ stepUpS, stepDownS }: PulsedArrays, cycleNoise: number): PulseStep {
  const sigma = f(cycleNoise);
  return (g, i, { n, xi }) => {
    const step = n > 0 ? stepUpS[i] : stepDownS[i];
    const spread = f(f(sigma * f(Math.sqrt(Math.abs(n)))) * step);
    return f(g + f(f(n * step) + f(spread * xi)));
  };
}

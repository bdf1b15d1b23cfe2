import {
  type DeviceModel,
  type DeviceState,
  linearCurrent,
  type PulseResponse,
} from '../../base/device-model.js';
import { expLess, logOneLess } from '../../base/exponential.js';
import { maxInTurn, type PulseStep, pulsesBy } from '../../base/pulse-train.js';
import { exampleRange, pulsed } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import {
  checkPulsedDevice,
  createPulsedState,
  type PulsedArrays,
  type PulsedDeviceParameters,
} from '../pulsed-device.js';
import { softBoundsCurve } from '../responses/linear-laws.js';

export const softBoundsModel = defineDeviceModel({
  name: 'soft-bounds',
  kind: 'pulses',
  summary: 'a step that shrinks linearly to nothing at the bound',
  source: 'Fusi, Abbott 2007, doi 10.1038/nn1859',
  fields: pulsed,
  create: softBounds,
  example: { ...exampleRange, states: 100 },
  fit: { order: 3, curve: () => softBoundsCurve },
});

/**
 * Soft bounds: a pulse moves the conductance by a step that shrinks linearly to nothing at the
 * bound it moves to, as filamentary ReRAM does (Fusi and Abbott 2007, doi 10.1038/nn1859;
 * Frascaroli et al. 2018, doi 10.1038/s41598-018-25376-x; aihwkit's SoftBoundsDevice, in siemens):
 *
 *   up    g += stepUp   (gMax - g) / (gMax - gMin) (1 + cycleNoise xi)
 *   down  g -= stepDown (g - gMin) / (gMax - gMin) (1 + cycleNoise xi)
 *
 * and the result is clipped to [gMin, gMax]. Without noise n pulses leave (1 - step /
 * (gMax - gMin))^n of the way to the bound. More than `mostInTurn` pulses are taken by this
 * formula, so that fine steps take no longer than coarse ones. Steps at the far bound are twice the
 * mid-range step (gMaxS - gMinS) / states. Throws InputError.
 */
export function softBounds(given: PulsedDeviceParameters): DeviceModel {
  const parameters = checkPulsedDevice('softBounds', given);
  const { gMinS, gMaxS, states, cycleNoise } = parameters;
  const stepS = (gMaxS - gMinS) / states;
  const pulseResponse: PulseResponse = {
    law: 'soft-bounds',
    arrays: ['stepUpS', 'stepDownS'],
    constants: [cycleNoise],
    noisy: cycleNoise !== 0,
  };
  return Object.freeze<DeviceModel>({
    name: 'soft-bounds',
    parameters: { ...parameters },
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: cycleNoise * stepS, seenS: 0 },
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, random, allocate) =>
      createPulsedState(count, random, { parameters, nominalStepS: 2 * stepS, allocate }),
    pulse: pulsesBy(pulseResponse, (arrays) => softBoundsOf(arrays as unknown as PulsedArrays, cycleNoise)),
    conductanceInto: copyConductance,
    pulseResponse,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

function softBoundsOf({ gMinS, gMaxS, stepUpS, stepDownS }: PulsedArrays, cycleNoise: number): PulseStep {
  const sigma = f(cycleNoise);
  return (g, i, { n, xi }) => {
    const room = n > 0 ? f(gMaxS[i] - g) : f(g - gMinS[i]);
    if (cycleNoise === 0 && Math.abs(n) > maxInTurn) {
      const share = f((n > 0 ? stepUpS[i] : stepDownS[i]) / f(gMaxS[i] - gMinS[i]));
      const covered = f(expLess(f(Math.abs(n) * logOneLess(share)), 1) * room);
      return n > 0 ? f(g - covered) : f(g + covered);
    }
    const change = f(f((n > 0 ? stepUpS[i] : -stepDownS[i]) * room) / f(gMaxS[i] - gMinS[i]));
    return f(g + f(change * f(1 + f(sigma * xi))));
  };
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

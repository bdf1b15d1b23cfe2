import { type DeviceModel, linearCurrent } from '../base/device-model.js';
import { checkNumber } from '../base/errors.js';
import { varied } from '../base/varied.js';
import { type PulseResponse, pulseTrain } from './pulse-train.js';
import { copyConductance } from './soft-bounds.js';
import {
  checkWeightDevice,
  createWeightState,
  meanSteps,
  type WeightDeviceParameters,
} from './weight-device.js';

export interface PowStepParameters extends WeightDeviceParameters {
  /** Exponent, >= 0: 0 = constant step, 1 = soft bounds. */
  readonly gamma: number;
  /** Relative standard deviation of the exponent from device to device, common to both directions. */
  readonly gammaVariation?: number;
  /** Asymmetry of the exponents, by the rule of `upDown`; mean and absolute standard deviation. */
  readonly gammaUpDown?: number;
  readonly gammaUpDownVariation?: number;
}

/**
 * Power step (Fusi and Abbott 2007, doi 10.1038/nn1859; Frascaroli et al. 2018, doi 10.1038/s41598-018-25376-x), with
 * the device's own bounds:
 *
 *   up    w += stepUp   ((weightMax - w) / (weightMax - weightMin))^gammaUp   (1 + cycleNoise xi)
 *   down  w -= stepDown ((w - weightMin) / (weightMax - weightMin))^gammaDown (1 + cycleNoise xi)
 *
 * Throws InputError.
 */
export function powStep(parameters: PowStepParameters): DeviceModel {
  checkWeightDevice('powStep', parameters);
  const { gMinS, gMaxS, cycleNoise = 0, gamma } = parameters;
  const { gammaVariation = 0, gammaUpDown = 0, gammaUpDownVariation = 0 } = parameters;
  checkNumber('powStep: gamma', gamma, { min: 0 });
  checkNumber('powStep: gammaVariation', gammaVariation, { min: 0 });
  checkNumber('powStep: gammaUpDown', gammaUpDown, { min: -0.999, max: 0.999 });
  checkNumber('powStep: gammaUpDownVariation', gammaUpDownVariation, { min: 0 });
  const exponents = (gain: number, tilt: number) => ({
    up: gamma * Math.abs(gain + Math.min(gammaUpDown, 0) + tilt),
    down: gamma * Math.abs(gain - Math.max(gammaUpDown, 0) - tilt),
  });
  const mean = exponents(1, 0);
  const { upS, downS } = meanSteps(parameters);
  return Object.freeze<DeviceModel>({
    name: 'pow-step',
    parameters: Object.freeze({ ...parameters }),
    gMinS,
    gMaxS,
    stepS: (upS * 0.5 ** mean.up + downS * 0.5 ** mean.down) / 2,
    readNoise: 0,
    currentVoltage: linearCurrent,
    create(count, random, allocate) {
      const state = createWeightState(count, parameters, { random, allocate });
      const vary = (name: string, deviation: number) =>
        varied(count, { random: random.stream(name), allocate, deviation });
      const gammaUp = vary('gamma', gammaVariation);
      const gammaDown = vary('gamma up down', gammaUpDownVariation);
      for (let i = 0; i < count; i++) {
        const { up, down } = exponents(1 + gammaUp[i], gammaDown[i]);
        gammaUp[i] = up;
        gammaDown[i] = down;
      }
      return { count, arrays: { ...state.arrays, gammaUp, gammaDown } };
    },
    pulse(state, counts, options) {
      const { gMinS: lowS, gMaxS: highS, stepUpS, stepDownS, gammaUp, gammaDown } = state.arrays;
      const response: PulseResponse = (g, i, { up, xi }) => {
        const range = highS[i] - lowS[i];
        const changeS = up
          ? stepUpS[i] * ((highS[i] - g) / range) ** gammaUp[i]
          : -stepDownS[i] * ((g - lowS[i]) / range) ** gammaDown[i];
        return g + changeS * (1 + cycleNoise * xi);
      };
      pulseTrain(state, counts, { ...options, noisy: cycleNoise !== 0, response });
    },
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

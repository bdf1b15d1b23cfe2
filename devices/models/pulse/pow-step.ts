import {
  type DeviceModel,
  type DeviceState,
  linearCurrent,
  type PulseResponse,
} from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { power } from '../../base/exponential.js';
import { type PulseStep, pulsesBy } from '../../base/pulse-train.js';
import { varied } from '../../base/varied.js';
import { exampleWeights, numberField, optional, spreadField, weighted } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import { checkResolvedStep } from '../resolved-step.js';
import { powCurve } from '../responses/bent-laws.js';
import {
  checkWeightDevice,
  createWeightState,
  meanSteps,
  type WeightDeviceParameters,
} from '../weight-device.js';
import { copyConductance } from './soft-bounds.js';

export const powStepModel = defineDeviceModel({
  name: 'pow-step',
  kind: 'pulses',
  summary: 'a step that is a power of the distance to the bound',
  source: 'Frascaroli et al. 2018, doi 10.1038/s41598-018-25376-x',
  fields: {
    ...weighted,
    gamma: numberField(0, 100),
    gammaVariation: spreadField,
    gammaUpDown: optional(numberField(-0.999, 0.999)),
    gammaUpDownVariation: spreadField,
  },
  create: powStep,
  example: { ...exampleWeights, gamma: 0.8 },
  fit: { order: 7, curve: () => powCurve },
});

export interface PowStepParameters extends WeightDeviceParameters {
  /** Exponent, >= 0: 0 = constant step, 1 = soft bounds. */
  readonly gamma: number;
  /**
   * Relative standard deviation of the exponent from device to device, common to both directions.
   */
  readonly gammaVariation?: number;
  /** Asymmetry of the exponents, by the rule of `upDown`; mean and absolute standard deviation. */
  readonly gammaUpDown?: number;
  readonly gammaUpDownVariation?: number;
}

/**
 * Power step (Fusi and Abbott 2007, doi 10.1038/nn1859; Frascaroli et al. 2018, doi
 * 10.1038/s41598-018-25376-x), with the device's own bounds:
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
  const pulseResponse: PulseResponse = {
    law: 'pow-step',
    arrays: ['stepUpS', 'stepDownS', 'gammaUp', 'gammaDown'],
    constants: [cycleNoise],
    noisy: cycleNoise !== 0,
  };
  const mean = exponents(1, 0);
  const { upS, downS } = meanSteps(parameters);
  const stepS = (upS * 0.5 ** mean.up + downS * 0.5 ** mean.down) / 2;
  checkResolvedStep('powStep', { stepS, gMaxS });
  return Object.freeze<DeviceModel>({
    name: 'pow-step',
    parameters: Object.freeze({ ...parameters }),
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: cycleNoise * stepS, seenS: 0 },
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
    pulse: pulsesBy(pulseResponse, (arrays) => powStepOf(arrays, cycleNoise)),
    pulseResponse,
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

function powStepOf(
  { gMinS, gMaxS, stepUpS, stepDownS, gammaUp, gammaDown }: DeviceState['arrays'],
  cycleNoise: number,
): PulseStep {
  const sigma = f(cycleNoise);
  return (g, i, { n, xi }) => {
    const room = n > 0 ? f(gMaxS[i] - g) : f(g - gMinS[i]);
    const share = power(f(room / f(gMaxS[i] - gMinS[i])), n > 0 ? gammaUp[i] : gammaDown[i]);
    const changeS = f((n > 0 ? stepUpS[i] : -stepDownS[i]) * share);
    return f(g + f(changeS * f(1 + f(sigma * xi))));
  };
}

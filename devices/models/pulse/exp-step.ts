import { type DeviceModel, linearCurrent, type PulseResponse } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { expLess } from '../../base/exponential.js';
import { type PulseStep, pulsesBy } from '../../base/pulse-train.js';
import { exampleWeights, group, numberField, shape, weighted } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import type { PulsedArrays } from '../pulsed-device.js';
import { checkResolvedStep } from '../resolved-step.js';
import { expCurve } from '../responses/bent-laws.js';
import {
  checkWeightDevice,
  createWeightState,
  meanSteps,
  type WeightDeviceParameters,
  weightScale,
} from '../weight-device.js';
import { copyConductance } from './soft-bounds.js';

export const expStepModel = defineDeviceModel({
  name: 'exp-step',
  kind: 'pulses',
  summary: 'a step that depends exponentially on the weight',
  source: 'Gong et al. 2018, doi 10.1038/s41467-018-04485-1',
  fields: {
    ...weighted,
    amplitudeUp: shape,
    amplitudeDown: shape,
    gammaUp: shape,
    gammaDown: shape,
    a: shape,
    b: shape,
    complexNoise: group({ offset: numberField(0, 1e6), slope: numberField(0, 1e6) }),
  },
  create: expStep,
  example: {
    ...exampleWeights,
    amplitudeUp: 0.1,
    amplitudeDown: 0.1,
    gammaUp: 2,
    gammaDown: 2,
    a: 0.5,
    b: 0,
  },
  fit: { order: 8, curve: () => expCurve },
});

export interface ExpStepParameters extends WeightDeviceParameters {
  readonly amplitudeUp: number;
  readonly amplitudeDown: number;
  readonly gammaUp: number;
  readonly gammaDown: number;
  /** z = 2 a w / (weightMax - weightMin) + b. */
  readonly a: number;
  readonly b: number;
  /**
   * Where given, the noise of a change dw has the deviation cycleNoise (|dw| + offset + slope |w|).
   */
  readonly complexNoise?: { readonly offset: number; readonly slope: number };
}

/**
 * Exponential step (aihwkit's ExpStepDevice, arXiv:2104.02184; fitted to ReRAM by Gong et al. 2018,
 * doi 10.1038/s41467-018-04485-1), z from the device's own bounds:
 *
 *   up    w += stepUp   max(1 - amplitudeUp   exp( gammaUp z), 0)   (1 + cycleNoise xi)
 *   down  w -= stepDown max(1 - amplitudeDown exp(-gammaDown z), 0) (1 + cycleNoise xi)
 *
 * then clipped to the bounds. Throws InputError.
 */
export function expStep(parameters: ExpStepParameters): DeviceModel {
  checkWeightDevice('expStep', parameters);
  const { gMinS, gMaxS, cycleNoise = 0, complexNoise } = parameters;
  const { amplitudeUp, amplitudeDown, gammaUp, gammaDown, a, b } = parameters;
  for (const [name, value] of Object.entries({ amplitudeUp, amplitudeDown, gammaUp, gammaDown, a, b })) {
    checkNumber(`expStep: ${name}`, value);
  }
  for (const [name, value] of Object.entries(complexNoise ?? {})) {
    checkNumber(`expStep: complexNoise.${name}`, value, { min: 0 });
  }
  const { zeroS, unitS } = weightScale(parameters);
  const { offset = 0, slope = 0 } = complexNoise ?? {};
  const pulseResponse: PulseResponse = {
    law: 'exp-step',
    arrays: ['stepUpS', 'stepDownS'],
    constants: [
      zeroS,
      2 * a,
      b,
      amplitudeUp,
      amplitudeDown,
      gammaUp,
      -gammaDown,
      cycleNoise,
      unitS * offset,
      slope,
    ],
    noisy: cycleNoise !== 0,
  };
  const middle = expStepsInMiddle(parameters);
  const stepS = (middle.upS + middle.downS) / 2;
  checkResolvedStep('expStep', { stepS, gMaxS });
  return Object.freeze<DeviceModel>({
    name: 'exp-step',
    parameters: Object.freeze({ ...parameters }),
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: cycleNoise * (stepS + unitS * offset), seenS: 0 },
    readNoise: 0,
    currentVoltage: linearCurrent,
    create: (count, random, allocate) => createWeightState(count, parameters, { random, allocate }),
    pulse: pulsesBy(pulseResponse, (arrays) =>
      expStepOf(arrays as unknown as PulsedArrays, pulseResponse.constants),
    ),
    pulseResponse,
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

const f = Math.fround;

function expStepOf(
  { gMinS, gMaxS, stepUpS, stepDownS }: PulsedArrays,
  constants: readonly number[],
): PulseStep {
  const [zeroS, twoA, b, amplitudeUp, amplitudeDown, gammaUp, gammaDown, sigma, offsetS, slope] =
    constants.map(f);
  return (g, i, { n, xi }) => {
    const up = n > 0;
    const weightS = f(g - zeroS);
    const z = f(f(f(twoA * weightS) / f(gMaxS[i] - gMinS[i])) + b);
    const grown = f((up ? amplitudeUp : amplitudeDown) * expLess(f((up ? gammaUp : gammaDown) * z), 0));
    const meanS = f((up ? stepUpS[i] : stepDownS[i]) * Math.max(f(1 - grown), 0));
    const deviationS = f(sigma * f(f(meanS + offsetS) + f(slope * Math.abs(weightS))));
    const changeS = f(meanS + f(deviationS * xi));
    return up ? f(g + changeS) : f(g - changeS);
  };
}

/** Mean steps in the middle of the nominal range. */
export function expStepsInMiddle(parameters: ExpStepParameters): {
  readonly upS: number;
  readonly downS: number;
} {
  const { weightMin, weightMax, a, b } = parameters;
  const { upS, downS } = meanSteps(parameters);
  const { up, down } = expShape(parameters);
  const z = (a * (weightMin + weightMax)) / (weightMax - weightMin) + b;
  return { upS: upS * up(z), downS: downS * down(z) };
}

function expShape({ amplitudeUp, amplitudeDown, gammaUp, gammaDown }: ExpStepParameters) {
  return {
    up: (z: number) => Math.max(1 - amplitudeUp * Math.exp(gammaUp * z), 0),
    down: (z: number) => Math.max(1 - amplitudeDown * Math.exp(-gammaDown * z), 0),
  };
}

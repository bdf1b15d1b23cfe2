import { type DeviceModel, linearCurrent, type PulseResponse } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { pulsesBy } from '../../base/pulse-train.js';
import { varied } from '../../base/varied.js';
import {
  choiceField,
  exampleWeights,
  numberField,
  optional,
  spreadField,
  stepNoise,
  weighted,
} from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import { checkResolvedStep } from '../resolved-step.js';
import { linearCurve } from '../responses/linear-laws.js';
import {
  checkWeightDevice,
  createWeightState,
  meanSteps,
  type WeightDeviceParameters,
  weightScale,
} from '../weight-device.js';
import { copyConductance } from './soft-bounds.js';

export const linearStepModel = defineDeviceModel({
  name: 'linear-step',
  kind: 'pulses',
  summary: 'a step that depends linearly on the weight',
  source: 'Rasch et al. 2021, arXiv:2104.02184',
  fields: {
    ...weighted,
    slopeUp: optional(numberField(0, 1e6)),
    slopeDown: optional(numberField(0, 1e6)),
    slopeVariation: spreadField,
    slopeReference: choiceField('mean', 'own'),
    noise: stepNoise,
  },
  create: linearStep,
  example: { ...exampleWeights, slopeUp: 0.3, slopeDown: 0.5 },
  fit: { order: 5, curve: () => linearCurve },
});

const f = Math.fround;

export interface LinearStepParameters extends WeightDeviceParameters {
  /**
   * Share of the step at weight 0 that is lost by the upper bound (up pulses) or to the lower
   * (down).
   */
  readonly slopeUp?: number;
  readonly slopeDown?: number;
  /** Standard deviation of both shares from device to device, absolute. */
  readonly slopeVariation?: number;
  /** Bounds that the shares refer to: the nominal ones by default, or the device's own. */
  readonly slopeReference?: 'mean' | 'own';
  /** Noise in proportion to the step at hand (default), or to the step at weight 0. */
  readonly noise?: 'multiplicative' | 'additive';
}

/**
 * Linear step: the step depends linearly on the weight (aihwkit's LinearStepDevice,
 * arXiv:2104.02184). Without noise
 *
 *   up    w += stepUp   (1 - slopeUp w / weightMax)
 *   down  w -= stepDown (1 - slopeDown w / weightMin)        then clipped to the bounds;
 *
 * multiplicative noise scales the change by 1 + cycleNoise xi, additive noise adds step cycleNoise
 * xi. Throws InputError.
 */
export function linearStep(parameters: LinearStepParameters): DeviceModel {
  checkWeightDevice('linearStep', parameters);
  const { gMinS, gMaxS, weightMin, weightMax, slopeUp = 0, slopeDown = 0, slopeVariation = 0 } = parameters;
  checkNumber('linearStep: weightMin', weightMin, { max: -Number.MIN_VALUE });
  for (const [name, value] of Object.entries({ slopeUp, slopeDown, slopeVariation })) {
    checkNumber(`linearStep: ${name}`, value, { min: 0 });
  }
  const { zeroS, unitS } = weightScale(parameters);
  const { upS, downS } = meanSteps(parameters);
  const middle = (weightMin + weightMax) / 2;
  const up = upS * (1 - (slopeUp * middle) / weightMax);
  const down = downS * (1 - (slopeDown * middle) / weightMin);
  const stepS = (up + down) / 2;
  checkResolvedStep('linearStep', { stepS, gMaxS });
  return Object.freeze<DeviceModel>({
    name: 'linear-step',
    parameters: Object.freeze({ ...parameters }),
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: (parameters.cycleNoise ?? 0) * stepS, seenS: 0 },
    readNoise: 0,
    currentVoltage: linearCurrent,
    create(count, random, allocate) {
      const state = createWeightState(count, parameters, { random, allocate });
      const vary = (name: string, mean: number) =>
        varied(count, { random: random.stream(name), allocate, mean, deviation: slopeVariation });
      const arrays = {
        ...state.arrays,
        slopeUp: vary('slope up', slopeUp),
        slopeDown: vary('slope down', slopeDown),
      };
      const own = parameters.slopeReference === 'own';
      for (let i = 0; i < count; i++) {
        const highS = own ? arrays.gMaxS[i] - zeroS : unitS * weightMax;
        const lowS = own ? arrays.gMinS[i] - zeroS : unitS * weightMin;
        arrays.slopeUp[i] = (-Math.abs(arrays.slopeUp[i]) * arrays.stepUpS[i]) / highS;
        arrays.slopeDown[i] = (-Math.abs(arrays.slopeDown[i]) * arrays.stepDownS[i]) / lowS;
      }
      return { count, arrays };
    },
    ...linearPulses({ ...parameters, zeroS }),
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

export interface LinearPulses {
  /** Conductance of weight 0. */
  readonly zeroS: number;
  readonly cycleNoise?: number;
  readonly noise?: 'multiplicative' | 'additive';
}

/**
 * The pulses of a state with stepUpS, stepDownS, slopeUp and slopeDown (change of step by
 * conductance, dimensionless); where it has a `reference`, referenceS, the weight that steps depend
 * on is that of conductance + reference.
 */
export function linearPulses(
  { zeroS, cycleNoise = 0, noise = 'multiplicative' }: LinearPulses,
  { reference = false } = {},
): Pick<DeviceModel, 'pulse' | 'pulseResponse'> {
  const [ofChange, ofStep] = noise === 'additive' ? [0, cycleNoise] : [cycleNoise, 0];
  const pulseResponse: PulseResponse = {
    law: 'linear-step',
    arrays: ['stepUpS', 'stepDownS', 'slopeUp', 'slopeDown', ...(reference ? ['referenceS'] : [])],
    constants: [zeroS, ofChange, ofStep],
    noisy: cycleNoise !== 0,
  };
  const [zero, sigmaOfChange, sigmaOfStep] = pulseResponse.constants.map(f);
  const pulse = pulsesBy(pulseResponse, ({ stepUpS, stepDownS, slopeUp, slopeDown, referenceS }) => {
    return (g, i, { n, xi }) => {
      const weightS = referenceS ? f(f(g - zero) + referenceS[i]) : f(g - zero);
      const stepS = n > 0 ? stepUpS[i] : stepDownS[i];
      const meanS = f(stepS + f((n > 0 ? slopeUp[i] : slopeDown[i]) * weightS));
      const deviationS = f(f(sigmaOfChange * meanS) + f(sigmaOfStep * stepS));
      const changeS = f(meanS + f(deviationS * xi));
      return n > 0 ? f(g + changeS) : f(g - changeS);
    };
  });
  return { pulse, pulseResponse };
}

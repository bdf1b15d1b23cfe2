import { type DeviceModel, linearCurrent } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { varied } from '../../base/varied.js';
import { choiceField, exampleWeights, optional, shape, spreadField, stepNoise, weighted } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import { checkResolvedStep } from '../resolved-step.js';
import { softBoundsReferenceCurve } from '../responses/linear-laws.js';
import {
  checkWeightDevice,
  createWeightState,
  meanSteps,
  type WeightDeviceParameters,
  weightScale,
} from '../weight-device.js';
import { linearPulses } from './linear-step.js';
import { copyConductance } from './soft-bounds.js';

export const softBoundsReferenceModel = defineDeviceModel({
  name: 'soft-bounds-reference',
  kind: 'pulses',
  summary: 'soft bounds read against a reference device',
  source: 'Gong et al. 2022, doi 10.1109/IEDM45625.2022.10019569',
  fields: {
    ...weighted,
    referenceMean: optional(shape),
    referenceVariation: spreadField,
    subtractSymmetryPoint: choiceField(true, false),
    noise: stepNoise,
  },
  create: softBoundsReference,
  example: { ...exampleWeights, subtractSymmetryPoint: true },
  fit: { order: 4, curve: () => softBoundsReferenceCurve },
});

export interface SoftBoundsReferenceParameters extends WeightDeviceParameters {
  /**
   * Weight of the reference device: mean, and absolute standard deviation from device to device.
   */
  readonly referenceMean?: number;
  readonly referenceVariation?: number;
  /**
   * The reference stands at the device's own symmetry point, where an up and a down pulse cancel,
   * plus the above.
   */
  readonly subtractSymmetryPoint?: boolean;
  /** Noise in proportion to the step at weight 0 (default), or to the step at hand. */
  readonly noise?: 'multiplicative' | 'additive';
}

/**
 * Soft bounds read against a reference device (Gong et al. 2022, doi
 * 10.1109/IEDM45625.2022.10019569; aihwkit's SoftBoundsReferenceDevice). With v the weight of the
 * device alone and w what is read:
 *
 *   up    v += stepUp   (1 - v / weightMax + cycleNoise xi)
 *   down  v -= stepDown (1 - v / weightMin + cycleNoise xi)
 *   w = v - reference
 *
 * with v clipped to the device's bounds. The symmetry point is at (stepUp - stepDown) /
 * (stepUp / weightMax - stepDown / weightMin). Conductances and bounds of the state are those of w,
 * so that weight 0 is the same conductance on every device. Throws InputError.
 */
export function softBoundsReference(parameters: SoftBoundsReferenceParameters): DeviceModel {
  checkWeightDevice('softBoundsReference', parameters);
  const { gMinS, gMaxS, weightMin, weightMax, noise = 'additive' } = parameters;
  const { referenceMean = 0, referenceVariation = 0 } = parameters;
  checkNumber('softBoundsReference: weightMin', weightMin, { max: -Number.MIN_VALUE });
  checkNumber('softBoundsReference: referenceMean', referenceMean, { min: weightMin, max: weightMax });
  checkNumber('softBoundsReference: referenceVariation', referenceVariation, { min: 0 });
  const { zeroS, unitS } = weightScale(parameters);
  const { upS, downS } = meanSteps(parameters);
  const middle = (weightMin + weightMax) / 2;
  const stepS = (upS * (1 - middle / weightMax) + downS * (1 - middle / weightMin)) / 2;
  checkResolvedStep('softBoundsReference', { stepS, gMaxS });
  return Object.freeze<DeviceModel>({
    name: 'soft-bounds-reference',
    parameters: Object.freeze({ ...parameters, noise }),
    gMinS,
    gMaxS,
    stepS,
    pulseNoise: { changeS: (parameters.cycleNoise ?? 0) * stepS, seenS: 0 },
    readNoise: 0,
    currentVoltage: linearCurrent,
    create(count, random, allocate) {
      const state = createWeightState(count, parameters, { random, allocate });
      const { conductanceS, gMinS: lowS, gMaxS: highS, stepUpS, stepDownS } = state.arrays;
      const slopeUp = varied(count, { random, allocate });
      const slopeDown = varied(count, { random, allocate });
      const referenceS = varied(count, {
        random: random.stream('reference'),
        allocate,
        mean: unitS * referenceMean,
        deviation: unitS * referenceVariation,
      });
      for (let i = 0; i < count; i++) {
        slopeUp[i] = -stepUpS[i] / (highS[i] - zeroS);
        slopeDown[i] = -stepDownS[i] / (lowS[i] - zeroS);
        if (parameters.subtractSymmetryPoint) {
          referenceS[i] += (stepUpS[i] - stepDownS[i]) / (slopeDown[i] - slopeUp[i]);
        }
        for (const array of [conductanceS, lowS, highS]) array[i] = Math.max(array[i] - referenceS[i], 0);
      }
      return { count, arrays: { ...state.arrays, slopeUp, slopeDown, referenceS } };
    },
    ...linearPulses({ ...parameters, noise, zeroS }, { reference: true }),
    conductanceInto: copyConductance,
    conductanceGrid: { lowestS: gMinS, spacingS: 0 },
  });
}

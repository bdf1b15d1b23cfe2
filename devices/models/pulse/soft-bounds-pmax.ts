import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { cycleNoise, exampleRange, numberField, range, weightVariation } from '../fields.js';
import { defineDeviceModel } from '../model-definition.js';
import { softBoundsPmaxCurve } from '../responses/linear-laws.js';
import type { WeightDeviceVariation } from '../weight-device.js';
import { linearStep } from './linear-step.js';

export const softBoundsPmaxModel = defineDeviceModel({
  name: 'soft-bounds-pmax',
  kind: 'pulses',
  summary: 'soft bounds from a measured range and pulse number',
  source: 'Frascaroli et al. 2018, doi 10.1038/s41598-018-25376-x',
  fields: {
    ...range,
    pulses: numberField(0, 1e9),
    rate: numberField(0, 100),
    rangeMin: numberField(-1e6, 0),
    rangeMax: numberField(0, 1e6),
    deviceVariation: weightVariation,
    cycleNoise,
  },
  create: softBoundsPmax,
  example: { ...exampleRange, pulses: 100, rate: 0.01, rangeMin: -1, rangeMax: 1 },
  fit: { order: 2, curve: softBoundsPmaxCurve },
});

export interface SoftBoundsPmaxParameters {
  readonly gMinS: number;
  readonly gMaxS: number;
  /** Pulses that lead from rangeMin to rangeMax, > 0. */
  readonly pulses: number;
  /** Share of the way to the asymptote that one pulse covers, as a rate: 1 - exp(-rate); > 0. */
  readonly rate: number;
  /**
   * Weights measured at 0 and at `pulses` pulses, rangeMin < 0 < rangeMax; gMinS and gMaxS stand
   * for them.
   */
  readonly rangeMin: number;
  readonly rangeMax: number;
  readonly deviceVariation?: WeightDeviceVariation;
  readonly cycleNoise?: number;
}

/**
 * Soft bounds as measured pulse curves are usually fitted (Frascaroli et al. 2018, doi
 * 10.1038/s41598-018-25376-x; aihwkit's SoftBoundsPmaxDevice), with B = (rangeMax - rangeMin) / (1
 * - exp(-rate pulses)):
 *
 *   w(p) = rangeMin + B (1 - exp(-rate p))      after p up pulses from rangeMin
 *   w(p) = rangeMin + (w(0) - rangeMin) exp(-rate p)     after p down pulses from w(0).
 *
 * Both are met exactly at whole pulses: steps at weight 0 are (1 - exp(-rate)) times the distance
 * to each bound. Down pulses from rangeMax do not mirror the up pulses from rangeMin, which head
 * for the asymptote rangeMin + B beyond rangeMax. (aihwkit's one-sided up_down would make the up
 * step 1 / (1 + rangeMin / B) times too large.) The range of the device ends at the asymptote
 * rangeMin + B, above rangeMax. Throws InputError.
 */
export function softBoundsPmax(parameters: SoftBoundsPmaxParameters): DeviceModel {
  const { gMinS, gMaxS, pulses, rate, rangeMin, rangeMax, deviceVariation = {}, cycleNoise = 0 } = parameters;
  checkNumber('softBoundsPmax: pulses', pulses, { min: Number.MIN_VALUE });
  checkNumber('softBoundsPmax: rate', rate, { min: Number.MIN_VALUE });
  if (!(rangeMin < 0 && rangeMax > 0)) {
    const got = `got rangeMin=${rangeMin}, rangeMax=${rangeMax}`;
    throw new InputError(`Cannot create softBoundsPmax: rangeMin must be below 0, rangeMax above (${got})`);
  }
  const span = (rangeMax - rangeMin) / -Math.expm1(-rate * pulses);
  const weightMax = rangeMin + span;
  // Asymmetry of steps that are proportional to |rangeMin| and weightMax, the larger of them being
  // the step.
  const [up, down] = [weightMax, -rangeMin].map((distance) => -Math.expm1(-rate) * distance);
  const model = linearStep({
    gMinS,
    gMaxS: gMinS + ((gMaxS - gMinS) * span) / (rangeMax - rangeMin),
    weightMin: rangeMin,
    weightMax,
    step: Math.max(up, down),
    upDown: up >= down ? 1 - down / up : up / down - 1,
    slopeUp: 1,
    slopeDown: 1,
    slopeReference: 'own',
    deviceVariation,
    cycleNoise,
  });
  return Object.freeze({ ...model, name: 'soft-bounds-pmax', parameters: Object.freeze({ ...parameters }) });
}

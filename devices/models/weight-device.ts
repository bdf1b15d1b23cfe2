import { checkNumber, InputError } from '../base/errors.js';
import { type VariedOptions, varied } from '../base/varied.js';
import type { PulsedState } from './pulsed-device.js';

/**
 * What models published in units of weight share (aihwkit's pulsed devices, Rasch et al. 2021,
 * arXiv:2104.02184): weightMin stands for gMinS, weightMax for gMaxS, linear between.
 */
export interface WeightDeviceParameters {
  /** Conductances that stand for the nominal bounds, 0 <= gMinS < gMaxS. */
  readonly gMinS: number;
  readonly gMaxS: number;
  /** Nominal bounds in the paper's units, weightMin <= 0 < weightMax. */
  readonly weightMin: number;
  readonly weightMax: number;
  /** Mean change of weight by one pulse at weight 0, before the model's own shape, > 0. */
  readonly step: number;
  /**
   * Asymmetry of the steps, in (-1, 1): above 0 the down step is smaller by this share and the up
   * step as it is, below 0 the reverse. That is aihwkit's code, which its presets were fitted with;
   * its documentation has 1 +- upDown.
   */
  readonly upDown?: number;
  readonly deviceVariation?: WeightDeviceVariation;
  /** Relative standard deviation of the response to one pulse, >= 0. */
  readonly cycleNoise?: number;
}

/** Relative standard deviations from device to device, >= 0. */
export interface WeightDeviceVariation {
  readonly step?: number;
  /** The step's factor is exp(step xi) and not 1 + step xi. */
  readonly stepLogNormal?: boolean;
  /** Of the asymmetry; absolute. */
  readonly upDown?: number;
  readonly weightMin?: number;
  readonly weightMax?: number;
}

/** The line between weights and conductances: g = zeroS + unitS w. */
export interface WeightScale {
  readonly zeroS: number;
  readonly unitS: number;
}

export function weightScale(
  given: Pick<WeightDeviceParameters, 'gMinS' | 'gMaxS' | 'weightMin' | 'weightMax'>,
) {
  const { gMinS, gMaxS, weightMin, weightMax } = given;
  const unitS = (gMaxS - gMinS) / (weightMax - weightMin);
  return Object.freeze<WeightScale>({ unitS, zeroS: gMinS - unitS * weightMin });
}

/** Throws InputError naming `model` and the parameter. */
export function checkWeightDevice(model: string, given: WeightDeviceParameters): void {
  const {
    gMinS,
    gMaxS,
    weightMin,
    weightMax,
    step,
    upDown = 0,
    cycleNoise = 0,
    deviceVariation = {},
  } = given;
  checkNumber(`${model}: gMinS`, gMinS, { min: 0 });
  checkNumber(`${model}: gMaxS`, gMaxS, { min: 0 });
  checkNumber(`${model}: weightMin`, weightMin, { max: 0 });
  checkNumber(`${model}: weightMax`, weightMax, { min: Number.MIN_VALUE });
  checkNumber(`${model}: step`, step, { min: Number.MIN_VALUE });
  checkNumber(`${model}: upDown`, upDown, { min: -0.999, max: 0.999 });
  checkNumber(`${model}: cycleNoise`, cycleNoise, { min: 0 });
  const { stepLogNormal: _, ...deviations } = deviceVariation;
  for (const [name, value] of Object.entries(deviations)) {
    checkNumber(`${model}: deviceVariation.${name}`, value, { min: 0 });
  }
  if (gMinS >= gMaxS) {
    throw new InputError(
      `Cannot create ${model}: gMinS must be below gMaxS (got gMinS=${gMinS}, gMaxS=${gMaxS})`,
    );
  }
}

/** The mean steps at weight 0, in siemens. */
export function meanSteps({ upDown = 0, ...given }: WeightDeviceParameters) {
  const stepS = given.step * weightScale(given).unitS;
  return { upS: stepS * (1 + Math.min(upDown, 0)), downS: stepS * (1 - Math.max(upDown, 0)) };
}

/**
 * `count` devices in the middle of their ranges. Steps below 0 and bounds on the wrong side of
 * weight 0 are reflected (aihwkit's enforce_consistency); no conductance is below 0.
 */
export function createWeightState(
  count: number,
  parameters: WeightDeviceParameters,
  { random, allocate = (length) => new Float32Array(length) }: VariedOptions,
): PulsedState {
  const { weightMin, weightMax, deviceVariation: variation = {}, upDown = 0 } = parameters;
  const { zeroS, unitS } = weightScale(parameters);
  const vary = (name: string, deviation = 0) =>
    varied(count, { random: random.stream(name), allocate, deviation });
  const arrays = {
    conductanceS: allocate(count),
    gMinS: vary('lower bound', variation.weightMin),
    gMaxS: vary('upper bound', variation.weightMax),
    stepUpS: vary('step', variation.step),
    stepDownS: vary('up down', variation.upDown),
  };
  const stepS = parameters.step * unitS;
  for (let i = 0; i < count; i++) {
    const low = Math.max(zeroS + unitS * weightMin * Math.abs(1 + arrays.gMinS[i]), 0);
    const high = zeroS + unitS * weightMax * Math.abs(1 + arrays.gMaxS[i]);
    const gain = variation.stepLogNormal ? Math.exp(arrays.stepUpS[i]) : 1 + arrays.stepUpS[i];
    const tilt = arrays.stepDownS[i];
    arrays.gMinS[i] = low;
    arrays.gMaxS[i] = high;
    arrays.conductanceS[i] = (low + high) / 2;
    arrays.stepUpS[i] = stepS * Math.abs(gain + Math.min(upDown, 0) + tilt);
    arrays.stepDownS[i] = stepS * Math.abs(gain - Math.max(upDown, 0) - tilt);
  }
  return { count, arrays };
}

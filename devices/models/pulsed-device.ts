import type { Allocate, DeviceState } from '../base/device-model.js';
import { checkNumber, InputError } from '../base/errors.js';
import { normalInto, type RandomStream } from '../base/random.js';
import { leastStepS, whyResolved } from './resolved-step.js';

/**
 * What the pulse-response models share: bounds, a step up and a step down per device, all drawn
 * once. Notation of aihwkit's pulsed devices (Rasch et al. 2021, arXiv:2104.02184) in siemens
 * instead of weight units.
 */
export interface PulsedDeviceParameters {
  /** Nominal bounds, 0 <= gMinS < gMaxS. */
  readonly gMinS: number;
  readonly gMaxS: number;
  /**
   * The range over the step in its middle, (gMaxS - gMinS) / stepS, from 1 to `mostStates`. Steps
   * that are constant take so many pulses from bound to bound. Soft bounds have no such number,
   * their steps shrink towards the bound: so many pulses from one bound cover 1 - e^-2 = 86 % of
   * the range, 1.15 times as many 90 %, 2.3 times as many 99 %.
   */
  readonly states: number;
  /**
   * Up step larger than down step by this share of their mean, each way: up = 1 + a, down = 1 - a;
   * in (-1, 1).
   */
  readonly upDownAsymmetry?: number;
  readonly deviceVariation?: {
    /** Relative standard deviation of a device's steps (common to up and down), >= 0. */
    readonly step?: number;
    /**
     * Standard deviation of each bound as a share of the nominal range gMaxS - gMinS, >= 0; the
     * lower stays >= 0. aihwkit's w_max_dtod and w_min_dtod are shares of w_max and w_min, each
     * half of a symmetric range: half of its number here.
     */
    readonly bounds?: number;
    /**
     * Standard deviation of the share by which the up step exceeds and the down step falls short of
     * its mean, >= 0.
     */
    readonly upDown?: number;
  };
  /** Relative standard deviation of the response to one pulse, drawn for every pulse, >= 0. */
  readonly cycleNoise?: number;
}

/** Parameters with every default filled in, checked. */
export interface CheckedPulsedDevice {
  readonly gMinS: number;
  readonly gMaxS: number;
  readonly states: number;
  readonly upDownAsymmetry: number;
  readonly deviceVariation: { readonly step: number; readonly bounds: number; readonly upDown: number };
  readonly cycleNoise: number;
}

/** The most pulses from bound to bound that devices of this range resolve: see `leastStepS`. */
export function maxStates(gMinS: number, gMaxS: number): number {
  return Math.max(Math.floor((gMaxS - gMinS) / leastStepS(gMaxS)), 1);
}

export function checkPulsedDevice(model: string, given: PulsedDeviceParameters): CheckedPulsedDevice {
  const {
    gMinS,
    gMaxS,
    states,
    upDownAsymmetry = 0,
    deviceVariation: variation = {},
    cycleNoise = 0,
  } = given;
  checkNumber(`${model}: gMinS`, gMinS, { min: 0 });
  checkNumber(`${model}: gMaxS`, gMaxS, { min: 0 });
  if (gMinS >= gMaxS) {
    throw new InputError(
      `Cannot create ${model}: gMinS must be below gMaxS (got gMinS=${gMinS}, gMaxS=${gMaxS})`,
    );
  }
  checkNumber(`${model}: states`, states, { min: 1 });
  const most = maxStates(gMinS, gMaxS);
  if (states > most) {
    throw new InputError(`${model}: states must be at most ${most}, ${whyResolved(gMaxS)} (got ${states})`);
  }
  checkNumber(`${model}: upDownAsymmetry`, upDownAsymmetry, { min: -0.999, max: 0.999 });
  checkNumber(`${model}: cycleNoise`, cycleNoise, { min: 0 });
  const { step = 0, bounds = 0, upDown = 0 } = variation;
  checkNumber(`${model}: deviceVariation.step`, step, { min: 0 });
  checkNumber(`${model}: deviceVariation.bounds`, bounds, { min: 0 });
  checkNumber(`${model}: deviceVariation.upDown`, upDown, { min: 0 });
  const deviceVariation = Object.freeze({ step, bounds, upDown });
  return Object.freeze({ gMinS, gMaxS, states, upDownAsymmetry, deviceVariation, cycleNoise });
}

export interface PulsedArrays {
  readonly conductanceS: Float32Array;
  readonly gMinS: Float32Array;
  readonly gMaxS: Float32Array;
  readonly stepUpS: Float32Array;
  readonly stepDownS: Float32Array;
}

export type PulsedState = DeviceState & { readonly arrays: PulsedArrays & Record<string, Float32Array> };

/**
 * `count` devices in the middle of their ranges. `nominalStepS` = the step before variation, as the
 * model's response defines it. A step multiplier 1 + sigma xi below 0 is reflected (aihwkit's
 * enforce_consistency); bounds that would cross meet in their middle.
 */
export function createPulsedState(
  count: number,
  random: RandomStream,
  options: { parameters: CheckedPulsedDevice; nominalStepS: number; allocate?: Allocate | undefined },
): PulsedState {
  const { parameters, nominalStepS, allocate = (length) => new Float32Array(length) } = options;
  const { gMinS, gMaxS, upDownAsymmetry: asymmetry, deviceVariation: variation } = parameters;
  const vary = (mean: number, deviation: number, name: string) => {
    const out = allocate(count);
    if (deviation !== 0) normalInto(out, { random: random.stream(name), step: 0 });
    for (let i = 0; i < count; i++) out[i] = mean + deviation * out[i];
    return out;
  };
  const spread = variation.bounds * (gMaxS - gMinS);
  const arrays = {
    conductanceS: allocate(count),
    gMinS: vary(gMinS, spread, 'lower bound'),
    gMaxS: vary(gMaxS, spread, 'upper bound'),
    stepUpS: vary(1, variation.step, 'step'),
    stepDownS: vary(0, variation.upDown, 'up down'),
  };
  for (let i = 0; i < count; i++) {
    const low = Math.max(arrays.gMinS[i], 0);
    const high = Math.max(arrays.gMaxS[i], 0);
    const middle = (low + high) / 2;
    arrays.conductanceS[i] = middle;
    arrays.gMinS[i] = low <= high ? low : middle;
    arrays.gMaxS[i] = low <= high ? high : middle;
    const step = nominalStepS * Math.abs(arrays.stepUpS[i]);
    const tilt = nominalStepS * arrays.stepDownS[i];
    arrays.stepUpS[i] = Math.abs(step * (1 + asymmetry) + tilt);
    arrays.stepDownS[i] = Math.abs(step * (1 - asymmetry) - tilt);
  }
  return { count, arrays };
}

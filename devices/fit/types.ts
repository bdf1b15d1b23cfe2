import type { ModelParameter, ResponseCurve } from '../models/responses/response-curve.js';
import type { SharedDevice } from './joint/shared-device.js';
import type { NoiseEstimate } from './noise/noise-estimate.js';
import type { Interval } from './noise/random-effects.js';

export interface FittedDevice {
  readonly name: string;
  /** The free numbers of the curve. */
  readonly free: readonly number[];
  /** Of their estimates; 0 where held, infinite where this device says nothing. */
  readonly covariance: readonly (readonly number[])[];
}
/** One model on all devices. */
export interface ModelFit {
  readonly curve: ResponseCurve;
  readonly devices: readonly FittedDevice[];
  /** Common to all devices, as the likelihood has it. */
  readonly noise: NoiseEstimate;
  /** What the noise is too small by, since numbers were fitted to it. */
  readonly noiseFactor: number;
  /** Indices of free numbers that the data do not determine; they stay where they started. */
  readonly held: readonly number[];
  /** Points predicted, and numbers fitted, noise included. */
  readonly points: number;
  readonly numbers: number;
  /**
   * Akaike's criterion with Hurvich and Tsai's correction, 1989, doi 10.1093/biomet/76.2.297; the
   * smaller the better.
   */
  readonly aicc: number;
  /** Where all devices were fitted at once: finds the mean device with its intervals. */
  readonly shared?: () => SharedDevice;
}
export interface FittedQuantity {
  /** Dotted, as in the factory's parameters. */
  readonly name: string;
  readonly value: number;
  readonly ci95: Interval;
  readonly unit: ModelParameter['unit'];
  readonly meaning: string;
}
export interface RankedModel {
  readonly model: string;
  /** Numbers fitted, over all devices; null = too many for the points. */
  readonly numbers: number | null;
  /** The fewest points that the model can be fitted to, the first of each sweep left out. */
  readonly pointsNeeded: number;
  readonly aicc: number | null;
  /** AICc above that of the best. */
  readonly difference: number | null;
  /**
   * Akaike weight, exp(-difference / 2) over the sum of it: Burnham and Anderson 2002, chapter 2.
   */
  readonly weight: number;
}

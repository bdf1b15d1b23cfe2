import type { Motion } from '../../models/responses/response-curve.js';
import type { Track } from '../measured/tracks.js';
import { clipNormal, type NormalMoments } from './clipped-normal.js';

/** What disturbs a measured curve. */
export interface Noise {
  /**
   * Standard deviation of a pulse's change, as a share of what the model says (`cycleNoiseOf`);
   * adds up along a sweep.
   */
  readonly cycle: number;
  /** Standard deviation of one reading, independent from point to point. */
  readonly read: number;
  /** Of what `read` is a share: of the conductance read, or of the measured range. */
  readonly readOf: 'conductance' | 'range';
  /**
   * Standard deviation below which no reading is believed; otherwise single points at a bound,
   * where steps end, rule.
   */
  readonly floor: number;
}

/**
 * How a filter went along a track, one entry a point; those of the first point, where it starts,
 * are 0.
 */
export interface Filtered {
  /** Measured less predicted. */
  readonly innovation: Float64Array;
  /** Standard deviation of the innovation. */
  readonly deviation: Float64Array;
  /** Share of the innovation that the estimate of the conductance follows. */
  readonly gain: Float64Array;
  /** Standard deviation of the prediction before it is clipped to the bounds. */
  readonly unclipped: Float64Array;
  /** What the bounds then do to the estimate. */
  readonly shift: Float64Array;
}

export function createFiltered({ pulses: { length } }: Track): Filtered {
  return {
    innovation: new Float64Array(length),
    deviation: new Float64Array(length),
    gain: new Float64Array(length),
    unclipped: new Float64Array(length),
    shift: new Float64Array(length),
  };
}

/**
 * Pulses between two points are applied one by one up to so many; more are taken in that many
 * leaps, fewer where a sweep has so many points that they add up to `leapsPerSweep`.
 */
const singly = 16;
const leapsPerSweep = 1000;

/**
 * Predicts every point of a track from those before it by the extended Kalman filter (Jazwinski
 * 1970, chapter 8) of
 *
 *   g <- clipped(g + change(g) + cycle deviation(g) xi)  each pulse,   measured = g + read xi.
 *
 * Residuals of the curve itself are correlated, since cycle noise adds up along a sweep; changes
 * between points are correlated too, since each reading error enters two of them. Innovations are
 * independent under both noises, and turn into the changes where readings are exact and into the
 * curve where pulses are. The first point starts the filter.
 */
export function filterInto(
  out: Filtered,
  { pulses, conductance }: Track,
  { motion, noise }: { motion: Motion; noise: Noise },
): void {
  const bounds = [motion.low, motion.high] as const;
  const state: NormalMoments = { mean: conductance[0], variance: readVariance(noise, conductance[0]) };
  for (let t = 1; t < pulses.length; t++) {
    const between = pulses[t] - pulses[t - 1];
    const leaps = leapsOver(between, pulses.length);
    const length = between / leaps;
    for (let i = 0; i < leaps; i++) {
      if (i > 0) state.mean = clamped(state.mean, motion);
      const change = motion.change(state.mean);
      const slope = slopeAt(state.mean, change, motion);
      const deviation = noise.cycle * (motion.deviation ?? change);
      const spread = length === 1 ? 1 + slope : (1 + slope) ** length;
      state.mean += length === 1 ? change : leap(change, slope, length);
      state.variance = spread * spread * state.variance + length * deviation * deviation;
    }
    out.unclipped[t] = Math.sqrt(state.variance);
    clipNormal(state, bounds);
    const total = state.variance + readVariance(noise, state.mean);
    out.innovation[t] = conductance[t] - state.mean;
    out.deviation[t] = Math.sqrt(total);
    out.gain[t] = state.variance / total;
    state.mean += out.gain[t] * out.innovation[t];
    state.variance *= 1 - out.gain[t];
    const free = state.mean;
    clipNormal(state, bounds);
    out.shift[t] = state.mean - free;
  }
}

/**
 * out[at + t - 1] = the innovation of point t over its deviation, with another motion and
 * everything else of the filter as `filtered` found it: a function of the motion alone whose
 * squares may be minimised.
 */
export function standardisedInto(
  out: Float64Array,
  { pulses, conductance }: Track,
  { motion, filtered, at }: { motion: Motion; filtered: Filtered; at: number },
): void {
  const bounds = [motion.low, motion.high] as const;
  const state: NormalMoments = { mean: conductance[0], variance: 0 };
  for (let t = 1; t < pulses.length; t++) {
    state.mean = advanced(state.mean, t, { pulses, motion });
    state.variance = filtered.unclipped[t] ** 2;
    clipNormal(state, bounds);
    const innovation = conductance[t] - state.mean;
    out[at + t - 1] = innovation / filtered.deviation[t];
    state.mean += filtered.gain[t] * innovation + filtered.shift[t];
  }
}

/** Variance of one reading of a conductance. */
export function readVariance({ read, readOf, floor }: Noise, g: number): number {
  return (read * (readOf === 'range' ? 1 : g)) ** 2 + floor ** 2;
}

/** The curve of the motion alone from a conductance on, at the pulse numbers of a track. */
export function freeRun(start: number, { pulses }: Track, motion: Motion): Float64Array {
  const curve = new Float64Array(pulses.length);
  curve[0] = clamped(start, motion);
  for (let t = 1; t < pulses.length; t++) {
    curve[t] = clamped(advanced(curve[t - 1], t, { pulses, motion }), motion);
  }
  return curve;
}

/**
 * The conductance at point t from that at the point before, where only the last leap is not
 * clipped.
 */
function advanced(
  conductance: number,
  t: number,
  { pulses, motion }: { pulses: Float64Array; motion: Motion },
): number {
  const between = pulses[t] - pulses[t - 1];
  const leaps = leapsOver(between, pulses.length);
  const length = between / leaps;
  let g = conductance;
  for (let i = 0; i < leaps; i++) {
    if (i > 0) g = clamped(g, motion);
    const change = motion.change(g);
    g += length === 1 ? change : leap(change, slopeAt(g, change, motion), length);
  }
  return g;
}

function leapsOver(pulses: number, points: number): number {
  return Math.min(pulses, singly, Math.ceil(leapsPerSweep / points));
}

/** `length` pulses at once, exact where the change is linear in the conductance. */
function leap(change: number, slope: number, length: number): number {
  return Math.abs(slope) < 1e-12
    ? length * change
    : (change * Math.expm1(length * Math.log1p(slope))) / slope;
}

/** Derivative of the change, above -1. */
function slopeAt(g: number, change: number, { change: changeAt }: Motion): number {
  const h = 1e-6;
  return Math.max((changeAt(g + h) - change) / h, -0.999999);
}

function clamped(g: number, { low, high }: Motion): number {
  return Math.min(Math.max(g, low), high);
}

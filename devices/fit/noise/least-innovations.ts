import type { FreeNumber, Motion } from '../../models/responses/response-curve.js';
import type { Track } from '../measured/tracks.js';
import { leastSquares } from '../solve/least-squares.js';
import { createFiltered, filterInto, type Noise, readVariance, standardisedInto } from './innovations.js';

export interface InnovationProblem {
  readonly tracks: readonly Track[];
  /** What the numbers make of a track, given its index. */
  readonly motion: (values: readonly number[], track: number) => Motion;
  /** What the numbers are, the bounds first. */
  readonly free: readonly FreeNumber[];
  readonly noise: Noise;
  readonly start: readonly number[];
  /** Indices of the numbers that may move. */
  readonly moving: readonly number[];
}

export interface InnovationMinimum {
  /** All numbers, those that do not move as they were. */
  readonly values: readonly number[];
  /** Products of the columns of the Jacobian, one row and column a number that moves. */
  readonly information: readonly (readonly number[])[];
}

/** The numbers of least squared standardised innovations, with the filter as it is at the start. */
export function leastInnovations(problem: InnovationProblem): InnovationMinimum {
  const { tracks, motion, free, noise, start, moving } = problem;
  const filtered = tracks.map((track, i) => {
    const out = createFiltered(track);
    filterInto(out, track, { motion: motion(start, i), noise });
    return out;
  });
  const limits = limitsOf(free, tracks, noise);
  const whole = (values: readonly number[]) => {
    const all = [...start];
    for (const [i, k] of moving.entries()) all[k] = values[i];
    return all;
  };
  const { values, jacobian } = leastSquares({
    residualsInto(out, values) {
      const all = whole(values);
      let at = 0;
      tracks.forEach((track, i) => {
        standardisedInto(out, track, { motion: motion(all, i), filtered: filtered[i], at });
        at += track.pulses.length - 1;
      });
    },
    length: predictedPoints(tracks),
    start: moving.map((k) => start[k]),
    min: moving.map((k) => limits[k].min),
    max: moving.map((k) => limits[k].max),
    difference: moving.map((k) => 1e-6 * (free[k].scale ?? Math.max(start[k], 1e-4))),
  });
  return { values: whole(values), information: jacobian.map((a) => jacobian.map((b) => product(a, b))) };
}

/** Points that are predicted: all but the first of each track. */
export function predictedPoints(tracks: readonly Track[]): number {
  return tracks.reduce((sum, { pulses }) => sum + pulses.length - 1, 0);
}

/** Deviations that no reading of a measurement is off by. */
const surely = 4.5;

/**
 * The limits of every number; the bounds lie outside the range that the readings prove, their noise
 * taken off.
 */
export function limitsOf(free: readonly FreeNumber[], tracks: readonly Track[], noise: Noise) {
  let [low, high] = [Infinity, -Infinity];
  for (const { conductance } of tracks) {
    for (const g of conductance) {
      const margin = surely * Math.sqrt(readVariance(noise, g));
      low = Math.min(low, g + margin);
      high = Math.max(high, g - margin);
    }
  }
  return free.map(({ min, max }, k) => ({
    min: k === 1 ? Math.max(high, min) : min,
    max: k === 0 ? Math.min(Math.max(low, 0), max) : max,
  }));
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

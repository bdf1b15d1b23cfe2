import type { ResponseCurve } from '../../models/responses/response-curve.js';
import type { Track, TrackedDevice } from '../measured/tracks.js';
import { leastInnovations } from '../noise/least-innovations.js';
import { type Explained, estimateNoise, type NoiseEstimate } from '../noise/noise-estimate.js';

/** The sweeps of all devices. */
export interface DeviceGroup {
  readonly tracks: readonly Track[];
  /** The device of each track. */
  readonly device: readonly number[];
  readonly sketch: TrackedDevice['sketch'];
}

export interface Problem {
  readonly group: DeviceGroup;
  readonly curve: ResponseCurve;
  /** What is added to the common numbers, device by device. */
  readonly offsets: readonly (readonly number[])[];
  readonly held: readonly number[];
}

export interface State {
  readonly free: readonly number[];
  readonly information: readonly (readonly number[])[];
  readonly noise: NoiseEstimate;
}

export function groupOf(devices: readonly TrackedDevice[]): DeviceGroup {
  const sketches = devices.map(({ sketch }) => sketch);
  const mean = (of: (sketch: TrackedDevice['sketch']) => number) =>
    sketches.reduce((sum, sketch) => sum + of(sketch), 0) / sketches.length;
  return {
    tracks: devices.flatMap(({ tracks }) => tracks),
    device: devices.flatMap(({ tracks }, d) => tracks.map(() => d)),
    sketch: {
      low: Math.min(...sketches.map(({ low }) => low)),
      high: Math.max(...sketches.map(({ high }) => high)),
      up: { atLow: mean(({ up }) => up.atLow), atHigh: mean(({ up }) => up.atHigh) },
      down: { atLow: mean(({ down }) => down.atLow), atHigh: mean(({ down }) => down.atHigh) },
    },
  };
}

function motionOf({ group, curve, offsets }: Problem) {
  return (values: readonly number[], i: number) => {
    const own = offsets[group.device[i]];
    const { min, max } = { min: curve.free.map((n) => n.min), max: curve.free.map((n) => n.max) };
    const shifted = values.map((value, k) => Math.min(Math.max(value + own[k], min[k]), max[k]));
    return curve.motion(shifted, group.tracks[i].up);
  };
}

export function explained(problem: Problem, free: readonly number[]): Explained[] {
  const motion = motionOf(problem);
  return problem.group.tracks.map((track, i) => ({ track, motion: motion(free, i) }));
}

export function step(problem: Problem, start: readonly number[], noise: NoiseEstimate, fixed = problem.held) {
  const { group, curve } = problem;
  const moving = curve.free.flatMap((_, k) => (fixed.includes(k) ? [] : [k]));
  const motion = motionOf(problem);
  return leastInnovations({ tracks: group.tracks, motion, free: curve.free, noise, start, moving });
}

const maxTurns = 10;

/** Common numbers and noise in turns, until the likelihood stands still. */
export function settleNoise(problem: Problem, start: readonly number[], known?: NoiseEstimate): State {
  let noise = known ?? estimateNoise(explained(problem, start));
  let free = start;
  for (let turn = 0; ; turn++) {
    const before = noise.logLikelihood;
    const { values, information } = step(problem, free, noise);
    free = values;
    noise = estimateNoise(explained(problem, free), turn > 0 || known ? noise : undefined);
    if (turn === maxTurns || (turn > 0 && Math.abs(noise.logLikelihood - before) < 0.01))
      return { free, information, noise };
  }
}

/** The numbers of each device that vary, and their variances, given the common ones. */
export interface Own {
  readonly values: readonly (readonly number[])[];
  readonly variances: readonly (readonly number[])[];
  /** Standard deviation from device to device. */
  readonly deviation: readonly number[];
}

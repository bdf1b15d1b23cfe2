import { limitsOf } from '../noise/least-innovations.js';
import { noiseLikelihood } from '../noise/noise-estimate.js';
import type { Interval } from '../noise/random-effects.js';
import { profileInterval } from '../solve/profile-interval.js';
import { student95 } from '../solve/quantiles.js';
import { symmetricInverse } from '../solve/symmetric-inverse.js';
import {
  type DeviceGroup,
  explained,
  type Own,
  type Problem,
  type State,
  settleNoise,
  step,
} from './joint-problem.js';

/** The device that all share, and how far the data fix its free numbers. */
export interface SharedDevice {
  readonly free: readonly number[];
  /** 95 % intervals; null = the data do not fix the number. */
  readonly ci95: readonly (Interval | null)[];
}

/**
 * What the filter's likelihood is too narrow by: it takes clipped conductances for normal ones,
 * which matters where the bounds show, and noise for known. Simulated sets of which the wide
 * intervals hold 88 to 100 % are in `docs/results/joint-fit-coverage.json`; the lowest are of few
 * devices that vary.
 */
const widening = 1.4;

/** Ends of an interval of a positive number that differ by more than this factor say nothing. */
const vague = 1.6;

/**
 * The mean device. Where the data do not fix the shape of the curves, the range and the pulse
 * numbers are those of the sweeps, as is usual, and the rest follows.
 */
export function sharedDevice(problem: Problem, state: State, { own, factor }: Spread): SharedDevice {
  const { curve } = problem;
  const inverse = symmetricInverse(state.information);
  const ci95: (Interval | null)[] = [];
  let fixed = true;
  for (let k = 0; k < curve.free.length; k++) {
    const known: Interval | null =
      fixed || k < 2 ? intervalOf(problem, state, { k, inverse, own, factor }) : null;
    ci95.push(known);
    fixed &&= known !== null || k < 2;
  }
  if (fixed && ci95.every((interval) => interval !== null)) return { free: state.free, ci95 };
  const usual = conventionOf(problem.group);
  const held = [...usual.keys()];
  const { free } = settleNoise(
    { ...problem, held },
    state.free.map((value, k) => usual[k] ?? value),
    state.noise,
  );
  return { free, ci95: ci95.map((known, k) => (known && k < 2 && contains(known, free[k]) ? known : null)) };
}

/** The extremes of the readings, and the pulses of the longest sweep each way. */
function conventionOf({ tracks, sketch: { low, high } }: DeviceGroup): number[] {
  const longest = (up: boolean) =>
    Math.max(
      0,
      ...tracks.filter((track) => track.up === up).map(({ pulses }) => pulses[pulses.length - 1] - pulses[0]),
    );
  return [low, high, longest(true) || longest(false), longest(false) || longest(true)];
}

function contains([low, high]: Interval, value: number): boolean {
  return low <= value && value <= high;
}

export interface Spread {
  readonly own: Own;
  readonly factor: number;
}

function intervalOf(
  problem: Problem,
  { free, noise }: State,
  { k, inverse, own, factor }: Spread & { k: number; inverse: readonly (readonly number[])[] },
): Interval | null {
  const { curve, group } = problem;
  const { scale } = curve.free[k];
  const limits = limitsOf(curve.free, group.tracks, noise);
  const logLikelihood = (values: readonly number[]) => noiseLikelihood(explained(problem, values))(noise);
  const interval = profileInterval({
    best: free[k],
    deviation: Math.sqrt(factor * inverse[k][k]),
    farthest: scale === null ? vague * free[k] : 2 * scale,
    limits: {
      min: { value: limits[k].min, proven: k === 1 },
      max: { value: limits[k].max, proven: k === 0 },
    },
    factor,
    centre: logLikelihood(free),
    at(value) {
      const slope = (j: number) => (Number.isFinite(inverse[k][k]) ? inverse[j][k] / inverse[k][k] : 0);
      const moved = (j: number) => free[j] + slope(j) * (value - free[k]);
      const start = free.map((_, j) => (j === k ? value : within(moved(j), limits[j])));
      return logLikelihood(step(problem, start, noise, [k]).values);
    },
  });
  if (!interval || (scale === null && interval[1] > vague * interval[0])) return null;
  const devices = own.values.length;
  const sampled = devices > 1 ? (student95(devices - 1) * own.deviation[k]) / Math.sqrt(devices) : 0;
  return [
    free[k] - Math.hypot(widening * (free[k] - interval[0]), sampled),
    free[k] + Math.hypot(widening * (interval[1] - free[k]), sampled),
  ];
}

function within(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(Math.max(value, min), max);
}

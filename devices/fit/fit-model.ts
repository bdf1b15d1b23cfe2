import type { ResponseCurve } from '../models/responses/response-curve.js';
import { fitJointly } from './joint/joint-fit.js';
import type { TrackedDevice, Tracks } from './measured/tracks.js';
import { leastInnovations, predictedPoints } from './noise/least-innovations.js';
import {
  type Explained,
  estimateCycleNoise,
  estimateNoise,
  type NoiseEstimate,
} from './noise/noise-estimate.js';
import { symmetricInverse } from './solve/symmetric-inverse.js';
import type { ModelFit } from './types.js';

/**
 * Fits a model to each device: the free numbers by least squares of the standardised innovations
 * (`filterInto`), the noise of all devices by likelihood, in turns until the likelihood stands
 * still. Where a number turns out to be undetermined it is held, and the fit begins anew. A model
 * that lets devices differ in some numbers alone is also fitted to all of them at once
 * (`fitJointly`), and kept so where the data do not say otherwise. Returns null where the points
 * are fewer than `pointsNeeded`.
 */
export function fitModel({ devices }: Tracks, curve: ResponseCurve): ModelFit | null {
  const points = allPredictedPoints(devices);
  const needed = neededBy(devices, curve);
  const separate = points >= needed.separate ? fitEach(devices, curve) : null;
  const joint = points >= needed.joint ? fitJointly(devices, curve) : null;
  if (!separate || !joint) return separate ?? joint;
  return joint.aicc <= separate.aicc ? joint : separate;
}

/** Points of the devices that a fit predicts: all but the first of each sweep. */
export function allPredictedPoints(devices: readonly TrackedDevice[]): number {
  return devices.reduce((sum, device) => sum + predictedPoints(device.tracks), 0);
}

/** The fewest predicted points that a model can be fitted to. */
export function pointsNeeded({ devices }: Tracks, curve: ResponseCurve): number {
  const { separate, joint } = neededBy(devices, curve);
  return Math.min(separate, joint);
}

/**
 * Points beyond the numbers of devices: three for the numbers of the noise, two that AICc divides
 * by.
 */
const pointsToSpare = 5;

/**
 * By a fit of each device, and by one of all devices at once, where each also has two numbers of
 * its own.
 */
function neededBy(devices: readonly TrackedDevice[], { free }: ResponseCurve) {
  const isShared = free.some(({ shared }) => shared);
  return {
    separate: devices.length > 1 || !isShared ? devices.length * free.length + pointsToSpare : Infinity,
    joint: isShared ? free.length + 2 * devices.length + pointsToSpare : Infinity,
  };
}

function fitEach(devices: readonly TrackedDevice[], curve: ResponseCurve): ModelFit {
  const points = allPredictedPoints(devices);
  let held: readonly number[] = [];
  for (;;) {
    const numbers = devices.length * (curve.free.length - held.length);
    const turn = takeTurns(devices, curve, held);
    const more = undetermined(turn, { curve, held });
    if (more.length === 0) return finished(devices, turn, { curve, held, points, numbers });
    held = [...held, ...more];
  }
}

/** Where all devices stand after one turn. */
interface Turn {
  readonly free: readonly (readonly number[])[];
  /** A device's products of the columns of its Jacobian. */
  readonly information: readonly (readonly (readonly number[])[])[];
  readonly noise: NoiseEstimate;
}

const maxTurns = 10;

function takeTurns(devices: readonly TrackedDevice[], curve: ResponseCurve, held: readonly number[]): Turn {
  const starts = devices.map(({ sketch }) => curve.starts(sketch));
  const begun = (start: number, estimate: (explained: Explained[]) => NoiseEstimate) => {
    const free = starts.map((own) => own[start]);
    const noise = estimate(explainedBy(devices, curve, free));
    return { start, ...takeTurn(devices, { free, noise }, { curve, held }) };
  };
  const first = starts[0].map((_, start) => begun(start, estimateNoise)).reduce(likelier);
  let turn: Turn = likelier(first, begun(first.start, estimateCycleNoise));
  for (let i = 1; i < maxTurns; i++) {
    const before = turn.noise.logLikelihood;
    turn = takeTurn(devices, turn, { curve, held }, i > 1 ? turn.noise : undefined);
    if (Math.abs(turn.noise.logLikelihood - before) < 0.05) break;
  }
  return turn;
}

type Kept = { readonly curve: ResponseCurve; readonly held: readonly number[] };

function likelier<T extends Turn>(a: T, b: T): T {
  return b.noise.logLikelihood > a.noise.logLikelihood ? b : a;
}

function takeTurn(
  devices: readonly TrackedDevice[],
  { free, noise }: Pick<Turn, 'free' | 'noise'>,
  { curve, held }: Kept,
  near?: NoiseEstimate,
): Turn {
  const moving = curve.free.flatMap((_, i) => (held.includes(i) ? [] : [i]));
  const fits = devices.map(({ tracks }, d) =>
    leastInnovations({
      tracks,
      motion: (values, i) => curve.motion(values, tracks[i].up),
      free: curve.free,
      noise,
      start: free[d],
      moving,
    }),
  );
  const found = fits.map((fit) => fit.values);
  return {
    free: found,
    information: fits.map((fit) => fit.information),
    noise: estimateNoise(explainedBy(devices, curve, found), near),
  };
}

/** Every track with the motion that the numbers of its device give. */
export function explainedBy(
  devices: readonly TrackedDevice[],
  curve: ResponseCurve,
  free: readonly (readonly number[])[],
): Explained[] {
  return devices.flatMap(({ tracks }, d) =>
    tracks.map((track) => ({ track, motion: curve.motion(free[d], track.up) })),
  );
}

/**
 * A variance that the other numbers inflate by more is that of rounding: data without noise seem to
 * tell anything.
 */
const maxInflation = 1e6;

/**
 * The numbers, bounds first, without which the others of an average device are known better than
 * their scales.
 */
function undetermined({ free, information }: Turn, { curve, held }: Kept): number[] {
  let moving = curve.free.flatMap((_, i) => (held.includes(i) ? [] : [i]));
  const place = new Map(moving.map((k, i) => [k, i]));
  const average = (j: number, k: number) =>
    information.reduce((sum, own) => sum + own[place.get(j)!][place.get(k)!], 0) / information.length;
  const sizes = curve.free.flatMap(({ scale }, k) => (scale === null ? free.map((own) => own[k]) : []));
  const size = sizes.reduce((sum, value) => sum + value, 0) / sizes.length;
  const found: number[] = [];
  for (;;) {
    const inverse = symmetricInverse(moving.map((j) => moving.map((k) => average(j, k))));
    const vague = moving.filter(
      (k, i) =>
        Math.sqrt(inverse[i][i]) > (curve.free[k].scale ?? size) ||
        inverse[i][i] * average(k, k) > maxInflation,
    );
    if (vague.length === 0) return found;
    const next = vague.reduce((a, b) => (curve.free[b].holdFirst < curve.free[a].holdFirst ? b : a));
    found.push(next);
    moving = moving.filter((k) => k !== next);
  }
}

function finished(
  devices: readonly TrackedDevice[],
  { free, information, noise }: Turn,
  { curve, held, points, numbers: own }: Kept & { points: number; numbers: number },
): ModelFit {
  const numbers = own + (noise.read > 0 ? 2 : 1);
  const factor = points / (points - own);
  const moving = curve.free.flatMap((_, i) => (held.includes(i) ? [] : [i]));
  const correction = (2 * numbers * (numbers + 1)) / (points - numbers - 1);
  return {
    curve,
    devices: devices.map(({ name }, d) => {
      const covariance = curve.free.map(() => curve.free.map(() => 0));
      symmetricInverse(information[d]).forEach((row, i) => {
        row.forEach((value, j) => {
          covariance[moving[i]][moving[j]] = factor * value;
        });
      });
      return { name, free: free[d], covariance };
    }),
    noise,
    noiseFactor: Math.sqrt(factor),
    held,
    points,
    numbers,
    aicc: -2 * noise.logLikelihood + 2 * numbers + correction,
  };
}

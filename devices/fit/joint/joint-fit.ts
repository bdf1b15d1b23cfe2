import type { ResponseCurve } from '../../models/responses/response-curve.js';
import type { TrackedDevice } from '../measured/tracks.js';
import { leastInnovations, predictedPoints } from '../noise/least-innovations.js';
import { deviationOf } from '../noise/random-effects.js';
import { symmetricInverse } from '../solve/symmetric-inverse.js';
import type { FittedDevice, ModelFit } from '../types.js';
import { groupOf, type Own, type Problem, type State, settleNoise } from './joint-problem.js';
import { sharedDevice } from './shared-device.js';

/**
 * Fits all devices at once: numbers that the model does not let vary are common, the others scatter
 * about a common mean.
 *
 * A fit of each device on its own, averaged, is biased, however many the devices: noise of pulses
 * adds up along a sweep, one sweep of an exponential curve tells its rate and asymptote only
 * together, and the number of pulses to a bound depends on the logarithm of what is left to the
 * asymptote there. In a common fit such errors fall with the data. Devices differ by the best
 * linear prediction of their own numbers (Lindstrom and Bates 1990, doi 10.2307/2532087): mean and
 * deviations are found in turns. Intervals are profiles of the likelihood.
 */
export function fitJointly(devices: readonly TrackedDevice[], curve: ResponseCurve): ModelFit {
  const group = groupOf(devices);
  const points = predictedPoints(group.tracks);
  const starts = curve.starts(group.sketch);
  const none = devices.map(() => curve.free.map(() => 0));
  const settled = starts
    .map((free) => settleNoise({ group, curve, offsets: none, held: [] }, free))
    .reduce((a, b) => (b.noise.logLikelihood > a.noise.logLikelihood ? b : a));
  const { problem, state, own } = withOffsets({ group, curve, offsets: none, held: [] }, settled, devices);
  return finished(problem, state, { own, devices, points });
}

function ownOf({ curve, held }: Problem, { free, noise }: State, devices: readonly TrackedDevice[]): Own {
  const moving = curve.free.flatMap(({ shared }, k) => (shared || held.includes(k) ? [] : [k]));
  const fits = devices.map(({ tracks }) => {
    const motion = (values: readonly number[], i: number) => curve.motion(values, tracks[i].up);
    const { values, information } = leastInnovations({
      tracks,
      motion,
      free: curve.free,
      noise,
      start: free,
      moving,
    });
    const inverse = symmetricInverse(information);
    const variances = free.map((_, k) =>
      moving.includes(k) ? inverse[moving.indexOf(k)][moving.indexOf(k)] : 0,
    );
    return { values, variances };
  });
  const values = fits.map((fit) => fit.values);
  const variances = fits.map((fit) => fit.variances);
  const deviation = free.map((_, k) => {
    if (!moving.includes(k)) return 0;
    const group = { values: values.map((own) => own[k]), variances: variances.map((own) => own[k]) };
    return deviationOf([group])?.deviation ?? 0;
  });
  return { values, variances, deviation };
}

/** Turns of device numbers and common ones. */
const maxRounds = 3;

function withOffsets(given: Problem, begun: State, devices: readonly TrackedDevice[]) {
  let problem = given;
  let state = begun;
  let own = ownOf(problem, state, devices);
  for (let round = 0; round < maxRounds && own.deviation.some((tau) => tau > 0); round++) {
    const { values, variances, deviation } = own;
    const offsets = values.map((numbers, d) =>
      numbers.map((value, k) =>
        deviation[k] === 0
          ? 0
          : ((value - state.free[k]) * deviation[k] ** 2) / (deviation[k] ** 2 + variances[d][k]),
      ),
    );
    problem = { ...problem, offsets: centred(offsets) };
    state = settleNoise(problem, state.free, state.noise);
    own = ownOf(problem, state, devices);
  }
  return { problem, state, own };
}

/** Less their mean, which belongs to the common numbers. */
function centred(offsets: readonly (readonly number[])[]): number[][] {
  const mean = offsets[0].map((_, k) => offsets.reduce((sum, own) => sum + own[k], 0) / offsets.length);
  return offsets.map((own) => own.map((value, k) => value - mean[k]));
}

interface Measured {
  readonly own: Own;
  readonly devices: readonly TrackedDevice[];
  readonly points: number;
}

function finished(problem: Problem, state: State, { own, devices, points }: Measured): ModelFit {
  const { curve, held } = problem;
  const varying = own.deviation.filter((tau) => tau > 0).length;
  const numbers = curve.free.length - held.length + varying * devices.length;
  const factor = points / (points - numbers);
  const all = numbers + (state.noise.read > 0 ? 2 : 1);
  return {
    curve,
    devices: devices.map(({ name }, d): FittedDevice => {
      const covariance = curve.free.map((_, j) =>
        curve.free.map((__, k) => (j === k ? factor * own.variances[d][k] : 0)),
      );
      return { name, free: own.values[d], covariance };
    }),
    noise: state.noise,
    noiseFactor: Math.sqrt(factor),
    held,
    points,
    numbers: all,
    aicc: -2 * state.noise.logLikelihood + 2 * all + (2 * all * (all + 1)) / (points - all - 1),
    shared: () => sharedDevice(problem, state, { own, factor }),
  };
}

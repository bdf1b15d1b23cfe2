import { type DeviceModel, noPulseNoise } from '../devices/index.js';
import { createStepSpread } from './step-spread.js';

/** What write and verify does to the devices of one side, from what it has seen of them. */
export interface Steering {
  /**
   * pulses[i] = pulses for device i, from the conductances seen after those that it holds, with
   * `left` rounds to go; returns how many devices get any. A goal of NaN is none.
   */
  readonly countPulses: (pulses: Int32Array, seenS: Float32Array, left: number) => number;
}

export interface SteeringOptions {
  readonly goalsS: Float64Array;
  readonly device: DeviceModel;
  /** The most pulses that a device gets in one round. */
  readonly pulses: number;
  /** A device this near to its goal is left alone. */
  readonly toleranceS: number;
}

/**
 * A device is given up after so many rounds in a row that brought it no nearer than it has been, or
 * so little that it would not arrive in the rounds that are left.
 */
const tries = 40;

/**
 * Devices are steered by what is seen of them, as programming circuits do (Alibart et al. 2012, doi
 * 10.1088/0957-4484/23/7/075201; Wan et al. 2022, doi 10.1038/s41586-022-04992-8), each by steps of
 * its own, learned during programming for up and down separately: n = (goal - estimate) / step.
 *
 * What is seen is off by the error of the last write, of variance R. Every device has a scalar
 * Kalman filter: with P the variance of its estimate, Q of n pulses and S of their steps, the look
 * after them is trusted by
 *
 *   K = (P + Q + S) / (P + Q + S + R),   estimate = expected + K (seen - expected),   P' = K R,
 *
 * and the share S / (P + Q + S + R) of the surprise goes to the step. S = (spread m)^2 of a move m;
 * the spread is learned from all devices, see `StepSpread`: where moves miss by no more than the
 * error of a write, looks are not mistaken for steps.
 *
 * A pulse cannot be taken back, so a device gets one only where it can be expected to end nearer
 * than it stands. It is left alone within the root mean square distance that the k rounds that are
 * left can bring it to: what whole pulses leave over, and W V_k, with W^2 = P + Q + R the error of
 * a write and V_k what the best use of k of them comes to (optimal stopping: Gilbert and Mosteller
 * 1966, doi 10.1080/01621459.1966.10502008, section 5a):
 *
 *   V_1^2 = E e^2,   V_(k+1)^2 = E min(e^2, V_k^2),   e standard normal.
 *
 * A miss of the steps can be mended but in the last round, where S adds to W^2.
 */
export function createSteering({ goalsS, device, pulses: limit, toleranceS }: SteeringOptions): Steering {
  const { stepS, levelGrid, pulseNoise: { changeS, seenS: errorS } = noPulseNoise } = device;
  const count = goalsS.length;
  const estimateS = new Float32Array(count);
  const variance = new Float32Array(count);
  const [upS, downS] = [new Float32Array(count), new Float32Array(count)];
  const nearestS = new Float64Array(count).fill(Infinity);
  const tried = new Uint8Array(count);
  const spread = createStepSpread();
  const errorVariance = errorS ** 2;
  // A level is off by half a spacing at most, evenly spread; the difference of two by a sixth of
  // its square.
  const levelVariance = (levelGrid?.spacingS ?? 0) ** 2 / 6;

  /**
   * A device with large steps one way is not trusted to have smaller ones the other way until it
   * shows them.
   */
  const stepOf = (i: number, isUp: boolean) =>
    isUp ? upS[i] || Math.max(stepS, downS[i]) : downS[i] || Math.max(stepS, upS[i]);
  const moveOf = (i: number, n: number) => n * stepOf(i, n > 0);
  const pulsedVariance = (i: number, n: number) => variance[i] + Math.abs(n) * changeS ** 2;

  const begin = (i: number, _n: number, seenS: number) => {
    estimateS[i] = seenS;
  };

  const noteSpread = (i: number, n: number, seenS: number) => {
    if (n === 0) return;
    const moveS = moveOf(i, n);
    const noise = pulsedVariance(i, n) + errorVariance + levelVariance;
    spread.note(moveS, seenS - estimateS[i] - moveS, noise);
  };

  /** Takes in what `n` pulses did to device i. */
  const learn = (i: number, n: number, seenS: number) => {
    if (n === 0) return;
    const moveS = moveOf(i, n);
    const stepsVariance = spread.square() * moveS ** 2;
    const moved = pulsedVariance(i, n) + stepsVariance;
    const trust = errorS === 0 ? 1 : moved / (moved + errorVariance);
    const surpriseS = seenS - estimateS[i] - moveS;
    estimateS[i] += moveS + trust * surpriseS;
    variance[i] = trust * errorVariance;
    const learned = (surpriseS / moveS) * (stepsVariance / (moved + errorVariance + levelVariance));
    (n > 0 ? upS : downS)[i] = (moveS / n) * Math.max(1 + learned, 0.5);
  };

  /** Pulses towards the goal; at least one. */
  const pulsesFor = (i: number) => {
    const missingS = goalsS[i] - estimateS[i];
    const n = Math.round(Math.abs(missingS) / stepOf(i, missingS > 0));
    return Math.sign(missingS) * Math.min(Math.max(n, 1), limit);
  };

  let isFirst = true;
  /** Root mean square distance that `left` rounds bring device i to, the next by n pulses. */
  const reachS = (i: number, n: number, left: number) => {
    const moveS = Math.abs(moveOf(i, n));
    const isLast = left === 1 && !isFirst;
    const stepsVariance = isLast ? spread.square() * moveS ** 2 : 0;
    const writeS = Math.sqrt(pulsedVariance(i, n) + errorVariance + stepsVariance);
    const missingS = Math.abs(goalsS[i] - estimateS[i]);
    const rounds = Math.min(left, tries - tried[i]);
    // With rounds to spare a device may overshoot and come back, maybe by finer steps, which noise
    // spreads.
    const halfS = Math.min(stepOf(i, true), stepOf(i, false)) / 2;
    const backS = Math.min(missingS, Math.max(halfS - writeS, 0));
    return Math.min(
      Math.hypot(missingS - moveS, writeS * bestOf[rounds]),
      Math.hypot(backS, writeS * bestOf[rounds - 1]),
    );
  };

  const countFor = (i: number, left: number, gapS: number) => {
    if (!(gapS > toleranceS) || tried[i] === tries) return 0;
    const n = pulsesFor(i);
    const isComing = gapS < nearestS[i] && gapS <= left * limit * stepOf(i, n > 0);
    if (isComing) tried[i] = 0;
    nearestS[i] = Math.min(nearestS[i], gapS);
    if (gapS <= reachS(i, n, left)) return 0;
    tried[i]++;
    return n;
  };

  return Object.freeze<Steering>({
    countPulses(pulses, seenS, left) {
      // The first look learns nothing: no pulse went before it.
      for (const take of isFirst ? [begin] : [noteSpread, learn]) {
        for (let i = 0; i < count; i++) take(i, pulses[i], seenS[i]);
      }
      let pulsed = 0;
      for (let i = 0; i < count; i++) {
        pulses[i] = countFor(i, left, Math.abs(goalsS[i] - seenS[i]));
        pulsed += Number(pulses[i] !== 0);
      }
      isFirst = false;
      return pulsed;
    },
  });
}

/** V_k, k = 0 .. tries: integrals over the size of a normal, by midpoints. */
const bestOf: readonly number[] = (() => {
  const squares = [Infinity];
  const width = 1 / 64;
  for (let k = 1; k <= tries; k++) {
    let square = 0;
    for (let x = width / 2; x < 8; x += width) {
      square += Math.exp((-x * x) / 2) * Math.min(x * x, squares[k - 1]);
    }
    squares.push(Math.sqrt(2 / Math.PI) * width * square);
  }
  return squares.map(Math.sqrt);
})();

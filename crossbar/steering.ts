import { type DeviceModel, noPulseNoise } from '../devices/index.js';

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
 * What is seen may be off by the error of the last write, sigma. A move m that shows how far a
 * device came is trusted by K = m^2 / (m^2 + sigma^2): estimate = expected + K (seen - expected),
 * and so the step.
 *
 * A pulse cannot be taken back, so a device gets one only where it can be expected to end nearer
 * than it stands. It is left alone within half a step less the noise of a write, and within the
 * distance V_k that the best use of the k rounds that are left comes to on average (optimal
 * stopping: Gilbert and Mosteller 1966, doi 10.1080/01621459.1966.10502008, section 5a):
 *
 *   V_1 = E|e|,   V_(k+1) = E min(|e|, V_k)
 *
 * with e the error that a write leaves, its size taken as exponential.
 */
export function createSteering({ goalsS, device, pulses: limit, toleranceS }: SteeringOptions): Steering {
  const { stepS, levelGrid, pulseNoise: { changeS, seenS: errorS } = noPulseNoise } = device;
  const count = goalsS.length;
  const estimateS = new Float32Array(count);
  const [upS, downS] = [new Float32Array(count), new Float32Array(count)];
  const nearestS = new Float64Array(count).fill(Infinity);
  const tried = new Uint8Array(count);
  const trust = new Float32Array(count);
  // A level is off by half a spacing at most, evenly spread; the difference of two by a sixth of
  // its square.
  const lookVariance = errorS ** 2 + (levelGrid?.spacingS ?? 0) ** 2 / 6;

  /**
   * A device with large steps one way is not trusted to have smaller ones the other way until it
   * shows them.
   */
  const stepOf = (i: number, isUp: boolean) =>
    isUp ? upS[i] || Math.max(stepS, downS[i]) : downS[i] || Math.max(stepS, upS[i]);

  /** Takes in what `n` pulses did to device i. */
  const learn = (i: number, n: number, seenS: number) => {
    const ownS = stepOf(i, n > 0);
    const moveS = n * ownS;
    const surpriseS = seenS - estimateS[i] - moveS;
    trust[i] = 1 / (1 + (errorS / moveS) ** 2);
    estimateS[i] += moveS + trust[i] * surpriseS;
    const variance = lookVariance + Math.abs(n) * changeS ** 2;
    const learned = surpriseS / moveS / (1 + variance / moveS ** 2);
    (n > 0 ? upS : downS)[i] = ownS * Math.max(1 + learned, 0.5);
  };

  /** Pulses towards the goal; at least one. */
  const pulsesFor = (i: number) => {
    const missingS = goalsS[i] - estimateS[i];
    const n = Math.round(Math.abs(missingS) / stepOf(i, missingS > 0));
    return Math.sign(missingS) * Math.min(Math.max(n, 1), limit);
  };

  const countFor = (i: number, left: number, gapS: number) => {
    if (!(gapS > toleranceS) || tried[i] === tries) return 0;
    const n = pulsesFor(i);
    const ownS = stepOf(i, n > 0);
    const isComing = gapS < nearestS[i] && gapS <= left * limit * ownS;
    if (isComing) tried[i] = 0;
    nearestS[i] = Math.min(nearestS[i], gapS);
    const writeS = Math.sqrt(Math.abs(n) * changeS ** 2 + (1 + trust[i]) * errorS ** 2);
    const bestS = writeS * expectedAfter[Math.min(left, tries - tried[i])];
    // With rounds to spare a device may overshoot and come back by its finer steps.
    const finestS = left > 1 ? Math.min(ownS, stepOf(i, n < 0)) : ownS;
    if (gapS <= Math.max(finestS / 2 - writeS, bestS)) return 0;
    tried[i]++;
    return n;
  };

  let isFirst = true;
  return Object.freeze<Steering>({
    countPulses(pulses, seenS, left) {
      let pulsed = 0;
      for (let i = 0; i < count; i++) {
        if (isFirst) estimateS[i] = seenS[i];
        else if (pulses[i] !== 0) learn(i, pulses[i], seenS[i]);
        pulses[i] = countFor(i, left, Math.abs(goalsS[i] - seenS[i]));
        pulsed += Number(pulses[i] !== 0);
      }
      isFirst = false;
      return pulsed;
    },
  });
}

/** V_k of an error of deviation 1, k = 0 .. tries. */
const expectedAfter = (() => {
  const mean = Math.sqrt(2 / Math.PI);
  const values = [Infinity];
  for (let k = 1; k <= tries; k++) values.push(mean * -Math.expm1(-values[k - 1] / mean));
  return values;
})();

import type { Motion } from '../../models/responses/response-curve.js';
import type { Track } from '../measured/tracks.js';
import { createFiltered, type Filtered, filterInto, type Noise } from './innovations.js';

/** A track with the motion that is to explain it. */
export interface Explained {
  readonly track: Track;
  readonly motion: Motion;
}

export interface NoiseEstimate extends Noise {
  /** Log-likelihood of all points but the first of each track. */
  readonly logLikelihood: number;
}

/** Rounding of a conductance, in ranges. */
const singlePrecision = 1e-7;

/** log2 of read noise over the cycle noise of one pulse, both in their typical size. */
const ratios = [-4, -2, 0, 2, 4, 6, 8, 10];

/**
 * Cycle noise and read noise under which the innovations are likeliest (Harvey 1989, chapter 3):
 * for each ratio of the two the common scale follows from the innovations, and the ratio is looked
 * up on a grid that is made finer twice; or beside the ratio of `near`, an estimate made before.
 * Read noise is taken as a share of the conductance or of the range, whichever explains more, and
 * as none where it does not earn its place by Akaike's criterion.
 */
export function estimateNoise(explained: readonly Explained[], near?: NoiseEstimate): NoiseEstimate {
  const likelihood = likelihoodOf(explained);
  const cycleAlone = estimateCycleNoise(explained);
  const known = near && near.read > 0 ? likelihood.ratioOf(near) : null;
  const at = (ratio: number, readOf: Noise['readOf']) => ({ ratio, ...likelihood.atRatio(ratio, readOf) });
  const beside = ({ ratio, readOf }: { ratio: number; readOf: Noise['readOf'] }, shift: number) =>
    [-shift, shift].map((by) => at(ratio + by, readOf));
  let best =
    known === null ? ratios.map((ratio) => at(ratio, 'range')).reduce(better) : at(known, near!.readOf);
  if (!near) best = [best, ...[0, -2, 2].map((by) => at(best.ratio + by, 'conductance'))].reduce(better);
  for (const shift of [1, 0.5]) best = [best, ...beside(best, shift)].reduce(better);
  const both = likelihood.polished(best);
  return both.logLikelihood - cycleAlone.logLikelihood > 1 ? both : cycleAlone;
}

/** The likeliest noise of pulses alone. */
export function estimateCycleNoise(explained: readonly Explained[]): NoiseEstimate {
  const likelihood = likelihoodOf(explained);
  return likelihood.polished(likelihood.atRatio(-Infinity, 'range'));
}

/** Log-likelihood of a noise, for how well it is determined. */
export function noiseLikelihood(explained: readonly Explained[]): (noise: Noise) => number {
  return likelihoodOf(explained).of;
}

function likelihoodOf(explained: readonly Explained[]) {
  const filtered = explained.map(({ track }) => createFiltered(track));
  const points = explained.reduce((sum, { track }) => sum + track.pulses.length - 1, 0);
  const pass = (noise: Noise) => {
    const sums = { squares: 0, logs: 0, scaling: 0, scaled: 0 };
    explained.forEach(({ track, motion }, i) => {
      filterInto(filtered[i], track, { motion, noise });
      addSums(sums, filtered[i], noise.floor);
    });
    return sums;
  };
  const logLikelihoodOf = (squares: number, logs: number) =>
    -(squares + points * Math.log(2 * Math.PI)) / 2 - logs;
  const of = (noise: Noise) => {
    const { squares, logs } = pass(noise);
    return logLikelihoodOf(squares, logs);
  };
  const pulseDeviation = typicalDeviation(explained);
  const meanConductance = typicalConductance(explained);
  const unexplained = typicalSurprise(explained);
  const floor = 0.1 * unexplained + singlePrecision;
  const atRatio = (ratio: number, readOf: Noise['readOf']): NoiseEstimate => {
    const scaled = (scale: number): Noise => ({
      cycle: scale / pulseDeviation,
      read: (scale * 2 ** ratio) / (readOf === 'range' ? 1 : meanConductance),
      readOf,
      floor,
    });
    let scale = unexplained / Math.sqrt(1 + 2 * 4 ** ratio);
    let logLikelihood = -Infinity;
    for (let i = 0; i < 3; i++) {
      const { squares, logs, scaling, scaled: own } = pass(scaled(scale));
      const factor = Math.sqrt(own / Math.max(scaling, 1e-9));
      if (i > 0 && Math.abs(factor - 1) < 0.1) {
        logLikelihood = logLikelihoodOf(squares, logs);
        break;
      }
      scale = Math.max(scale * factor, 1e-9);
    }
    const noise = scaled(scale);
    return { ...noise, logLikelihood: Number.isFinite(logLikelihood) ? logLikelihood : of(noise) };
  };
  /**
   * Both noises by turns at the top of the parabola through three sizes: innovations near a bound
   * do not scale.
   */
  const polished = (given: NoiseEstimate): NoiseEstimate => {
    let best = given;
    for (let turn = 0; turn < 2; turn++) {
      for (const key of ['cycle', 'read'] as const) {
        if (best[key] === 0) continue;
        const at = (log: number) => {
          const noise = { ...best, [key]: best[key] * Math.exp(log) };
          return { ...noise, logLikelihood: of(noise) };
        };
        const three = [at(-0.1), best, at(0.1)];
        best = [...three, at(0.1 * vertexShift(three))].reduce(better);
      }
    }
    return best;
  };
  const ratioOf = ({ cycle, read, readOf }: Noise) =>
    Math.log2((read * (readOf === 'range' ? 1 : meanConductance)) / (cycle * pulseDeviation));
  return { of, atRatio, ratioOf, polished };
}

interface Sums {
  squares: number;
  logs: number;
  /** Points, and their squares, each by the share of its variance that scales with the noise. */
  scaling: number;
  scaled: number;
}

function addSums(sums: Sums, { innovation, deviation }: Filtered, floor: number): void {
  for (let t = 1; t < innovation.length; t++) {
    const square = (innovation[t] / deviation[t]) ** 2;
    const share = 1 - (floor / deviation[t]) ** 2;
    sums.squares += square;
    sums.logs += Math.log(deviation[t]);
    sums.scaling += share;
    sums.scaled += share * square;
  }
}

/** Root mean square of the change that cycle noise is a share of. */
function typicalDeviation(explained: readonly Explained[]): number {
  let [sum, points] = [0, 0];
  for (const { track, motion } of explained) {
    for (const g of track.conductance) sum += (motion.deviation ?? motion.change(g)) ** 2;
    points += track.conductance.length;
  }
  return Math.max(Math.sqrt(sum / points), 1e-9);
}

/** Root mean square of what the change between two points is off by, per pulse. */
function typicalSurprise(explained: readonly Explained[]): number {
  let [sum, points] = [0, 0];
  for (const { track, motion } of explained) {
    const { pulses, conductance } = track;
    for (let t = 1; t < pulses.length; t++) {
      const apart = pulses[t] - pulses[t - 1];
      const moved = conductance[t - 1] + apart * motion.change(conductance[t - 1]);
      const predicted = Math.min(Math.max(moved, motion.low), motion.high);
      sum += (conductance[t] - predicted) ** 2 / apart;
    }
    points += pulses.length - 1;
  }
  return Math.max(Math.sqrt(sum / points), 1e-9);
}

function typicalConductance(explained: readonly Explained[]): number {
  let [sum, points] = [0, 0];
  for (const { track } of explained) {
    for (const g of track.conductance) sum += g * g;
    points += track.conductance.length;
  }
  return Math.sqrt(sum / points);
}

function better<T extends { logLikelihood: number }>(a: T, b: T): T {
  return b.logLikelihood > a.logLikelihood ? b : a;
}

/**
 * Where the parabola through three equally spaced values has its top, from the middle one, in
 * spacings; within [-5, 5].
 */
function vertexShift([left, middle, right]: readonly NoiseEstimate[]): number {
  const bend = left.logLikelihood - 2 * middle.logLikelihood + right.logLikelihood;
  if (bend >= 0) return left.logLikelihood > right.logLikelihood ? -5 : 5;
  const shift = (left.logLikelihood - right.logLikelihood) / (2 * bend);
  return Math.min(Math.max(shift, -5), 5);
}

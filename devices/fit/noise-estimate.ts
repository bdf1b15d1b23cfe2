import { createFiltered, type Filtered, filterInto, type Noise } from './innovations.js';
import type { Motion } from './response-curve.js';
import type { Track } from './tracks.js';

/** A track with the motion that is to explain it. */
export interface Explained {
  readonly track: Track;
  readonly motion: Motion;
}

export interface NoiseEstimate extends Noise {
  /** Log-likelihood of all points but the first of each track. */
  readonly logLikelihood: number;
}

/** log2 of read noise over the cycle noise of one pulse, both in their typical size. */
const ratios = [-4, -2, 0, 2, 4, 6, 8, 10];

/**
 * Cycle noise and read noise under which the innovations are likeliest (Harvey 1989, chapter 3): for each ratio of the
 * two the common scale follows from the innovations, and the ratio is looked up on a grid that is made finer twice. Read
 * noise is taken as a share of the conductance or of the range, whichever explains more, and as none where it does not
 * earn its place by Akaike's criterion.
 */
export function estimateNoise(explained: readonly Explained[]): NoiseEstimate {
  const likelihood = likelihoodOf(explained);
  const cycleAlone = estimateCycleNoise(explained);
  const kinds = (['range', 'conductance'] as const).map((readOf) => {
    const at = (ratio: number) => ({ ratio, ...likelihood.atRatio(ratio, readOf) });
    const coarse = ratios.map(at).reduce(better);
    const closer = [coarse, ...[-1, 1].map((shift) => at(coarse.ratio + shift))].reduce(better);
    return [closer, ...[-0.5, 0.5].map((shift) => at(closer.ratio + shift))].reduce(better);
  });
  const best = likelihood.polished(kinds.reduce(better));
  return best.logLikelihood - cycleAlone.logLikelihood > 1 ? best : cycleAlone;
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
    let [squares, logs] = [0, 0];
    explained.forEach(({ track, motion }, i) => {
      filterInto(filtered[i], track, { motion, noise });
      const sums = sumsOf(filtered[i]);
      squares += sums.squares;
      logs += sums.logs;
    });
    return { squares, logs };
  };
  const of = (noise: Noise) => {
    const { squares, logs } = pass(noise);
    return -(squares + points * Math.log(2 * Math.PI)) / 2 - logs;
  };
  const pulseDeviation = typicalDeviation(explained);
  const meanConductance = typicalConductance(explained);
  const unexplained = typicalSurprise(explained);
  const atRatio = (ratio: number, readOf: Noise['readOf']): NoiseEstimate => {
    const scaled = (scale: number): Noise => ({
      cycle: scale / pulseDeviation,
      read: (scale * 2 ** ratio) / (readOf === 'range' ? 1 : meanConductance),
      readOf,
      floor: floorOf(scale),
    });
    let scale = unexplained / Math.sqrt(1 + 2 * 4 ** ratio);
    for (let i = 0; i < 3; i++) {
      const factor = Math.sqrt(pass(scaled(scale)).squares / points);
      scale = Math.max(scale * factor, 1e-9);
      if (Math.abs(factor - 1) < 0.02) break;
    }
    const noise = scaled(scale);
    return { ...noise, logLikelihood: of(noise) };
  };
  /** Both noises by turns at the top of the parabola through three sizes: innovations near a bound do not scale. */
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
  return { of, atRatio, polished };
}

/** A tenth of the noise of a typical pulse, and single precision at the least. */
function floorOf(pulseNoise: number): number {
  return Math.hypot(0.1 * pulseNoise, 1e-7);
}

function sumsOf({ innovation, deviation }: Filtered) {
  let [squares, logs] = [0, 0];
  for (let t = 1; t < innovation.length; t++) {
    squares += (innovation[t] / deviation[t]) ** 2;
    logs += Math.log(deviation[t]);
  }
  return { squares, logs };
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

/** Where the parabola through three equally spaced values has its top, from the middle one, in spacings; within [-5, 5]. */
function vertexShift([left, middle, right]: readonly NoiseEstimate[]): number {
  const bend = left.logLikelihood - 2 * middle.logLikelihood + right.logLikelihood;
  if (bend >= 0) return left.logLikelihood > right.logLikelihood ? -5 : 5;
  const shift = (left.logLikelihood - right.logLikelihood) / (2 * bend);
  return Math.min(Math.max(shift, -5), 5);
}

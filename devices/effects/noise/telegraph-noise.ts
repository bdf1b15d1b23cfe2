import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { blockSize, type RandomStream, uniformInto } from '../../base/random.js';
import { parametersWith } from '../parameters-with.js';
import { readAt } from '../time/drift.js';

export interface TelegraphNoiseOptions {
  /** Share of the conductance that a filled trap takes away, in [0, 1]. */
  readonly amplitude: number;
  /** Mean time that the trap stays empty, and filled; > 0. */
  readonly captureSec: number;
  readonly emissionSec: number;
}

/**
 * Random telegraph noise: one trap a device, filled and emptied at random (a two-state Markov
 * process, Machlup 1954, doi 10.1063/1.1721637). It is filled for emission / (capture + emission)
 * of the time and its autocorrelation is exp(-rate t), rate = 1 / capture + 1 / emission. The trap
 * is a function of (draw.random, device, time): reads at any times, in any order, see one history
 * where they share the stream; it comes round after 2^52 / rate. Throws InputError.
 */
export function withTelegraphNoise(model: DeviceModel, options: TelegraphNoiseOptions): DeviceModel {
  const { amplitude, captureSec, emissionSec } = options;
  checkNumber('telegraph noise: amplitude', amplitude, { min: 0, max: 1 });
  checkNumber('telegraph noise: captureSec', captureSec, { min: Number.MIN_VALUE });
  checkNumber('telegraph noise: emissionSec', emissionSec, { min: Number.MIN_VALUE });
  const rate = 1 / captureSec + 1 / emissionSec;
  const filledShare = emissionSec / (captureSec + emissionSec);
  return Object.freeze<DeviceModel>({
    ...model,
    parameters: parametersWith(model, 'telegraph noise', { telegraphNoise: options }),
    conductanceAtInto(out, state, at) {
      readAt(model, out, { state, at });
      const random = at.draw.random.stream('telegraph');
      const first = (at.firstIndex ?? 0) / blockSize;
      // From 2^53 on a count of intervals could not fall by one.
      const time = (rate * at.timeSec) % 2 ** 52;
      for (let from = 0; from < out.length; from += blockSize) {
        const seen = out.subarray(from, from + blockSize);
        const filled = filledAt(time, { random, block: first + from / blockSize, filledShare });
        for (let j = 0; j < seen.length; j++) if (filled[j]) seen[j] *= 1 - amplitude;
      }
      return out;
    },
  });
}

/**
 * The traps of one block at a time in units of 1 / rate. A two-state process is the same as one
 * that draws its state afresh at the points of a Poisson process of that rate. Each unit interval
 * has points of its own, from counters: the last point at or before the time decides, be it before
 * time 0.
 */
function filledAt(time: number, { random, block, filledShare }: Traps): boolean[] {
  const filled: boolean[] = new Array(blockSize).fill(false);
  const open = new Set(filled.keys());
  const u = new Float32Array(blockSize);
  for (let interval = Math.floor(time); open.size > 0; interval--) {
    const at = { random, step: interval % 2 ** 32 };
    const high = Math.floor(interval / 2 ** 32) * pointsOfInterval;
    const place = new Float64Array(blockSize);
    const decided = new Set<number>();
    for (let point = 0; point < pointsOfInterval; point++) {
      uniformInto(u, { ...at, sub: high + 2 * point }, block);
      for (let j = 0; j < blockSize; j++) place[j] -= Math.log(1 - u[j]);
      uniformInto(u, { ...at, sub: high + 2 * point + 1 }, block);
      for (const j of open) {
        if (place[j] >= 1 || interval + place[j] > time) continue;
        filled[j] = u[j] < filledShare;
        decided.add(j);
      }
      if (place.every((x) => x >= 1)) break;
    }
    for (const j of decided) open.delete(j);
  }
  return filled;
}

interface Traps {
  readonly random: RandomStream;
  readonly block: number;
  readonly filledShare: number;
}

/** More points than this in an interval of mean 1 have a probability of 1e-29. */
const pointsOfInterval = 32;

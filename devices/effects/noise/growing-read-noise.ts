import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { blockSize, normalInto } from '../../base/random.js';
import { subDraws } from '../../base/sub-draws.js';
import { parametersWith } from '../parameters-with.js';
import { readAt } from '../time/drift.js';

export interface GrowingReadNoiseOptions {
  /** Strength Q of the noise: a number, or a function of the conductance over gMaxS. */
  readonly strength: number | ((share: number) => number);
  /**
   * The conductance that Q follows: that after programming, its error included, or that which is
   * read. Default 'programmed'.
   */
  readonly follows?: 'programmed' | 'read';
  /** Duration of one read, > 0. */
  readonly readSec: number;
  /** Time between programming and time 0 of the clock, >= 0; 0 by default. */
  readonly referenceSec?: number;
}

/**
 * 1/f noise as reads at time t see it (Nandakumar et al. 2019, doi
 * 10.1109/ICECS46596.2019.8964852): G (1 + sigma xi), sigma = Q sqrt(ln((t + t0 + tRead) / (2
 * tRead))), t0 = referenceSec, xi drawn at each read, at least 0; none before t + t0 = tRead.
 * Throws InputError.
 */
export function withGrowingReadNoise(model: DeviceModel, options: GrowingReadNoiseOptions): DeviceModel {
  const { strength, readSec, referenceSec = 0, follows = 'programmed' } = options;
  checkNumber('read noise: readSec', readSec, { min: Number.MIN_VALUE });
  checkNumber('read noise: referenceSec', referenceSec, { min: 0 });
  const q = typeof strength === 'number' ? () => strength : strength;
  checkNumber('read noise: strength', q(1), { min: 0 });
  return Object.freeze<DeviceModel>({
    ...model,
    parameters: parametersWith(model, '1/f read noise', { growingReadNoise: options }),
    conductanceAtInto(out, state, at) {
      readAt(model, out, { state, at });
      const followed =
        follows === 'read'
          ? out
          : model.conductanceInto(new Float32Array(out.length), state, at.firstIndex ?? 0);
      const ofRead = { ...at.draw, sub: (at.draw.sub ?? 0) + subDraws.readNoise };
      const noise = normalInto(new Float32Array(out.length), ofRead, (at.firstIndex ?? 0) / blockSize);
      const growth = Math.sqrt(Math.max(Math.log((at.timeSec + referenceSec + readSec) / (2 * readSec)), 0));
      for (let j = 0; j < out.length; j++) {
        out[j] = Math.max(out[j] * (1 + q(followed[j] / model.gMaxS) * growth * noise[j]), 0);
      }
      return out;
    },
  });
}

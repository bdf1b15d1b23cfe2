import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { varied } from '../../base/varied.js';
import { parametersWith } from '../parameters-with.js';
import { withoutResponse } from '../seen-conductance.js';
import { readAt } from './drift.js';

export interface RetentionOptions {
  /** Time constant, > 0. */
  readonly lifetimeSec: number;
  /** Its relative standard deviation from device to device, >= 0. Default 0. */
  readonly deviation?: number;
  /** Conductance that devices decay to. */
  readonly towardS: number;
}

/**
 * Retention: a device decays exponentially from its last pulse on, g(t) = b + (g - b)
 * exp(-t / lifetime) (Li et al. 2018, doi 10.1109/VLSIT.2018.8510648, for a capacitor). A pulse
 * restarts the clock from the conductance before decay, as in `withDrift`. Throws InputError.
 */
export function withRetention(model: DeviceModel, options: RetentionOptions): DeviceModel {
  const { lifetimeSec, deviation = 0, towardS } = options;
  checkNumber('retention: lifetimeSec', lifetimeSec, { min: Number.MIN_VALUE });
  checkNumber('retention: deviation', deviation, { min: 0 });
  checkNumber('retention: towardS', towardS, { min: 0 });
  return Object.freeze<DeviceModel>({
    ...withoutResponse(model),
    ...(model.conductanceGrid && { conductanceGrid: model.conductanceGrid }),
    parameters: parametersWith(model, 'retention', { retention: options }),
    create(count, random, allocate = (length) => new Float32Array(length)) {
      const { arrays } = model.create(count, random, allocate);
      const decayRate = varied(count, { random: random.stream('retention'), allocate, mean: 1, deviation });
      for (let i = 0; i < count; i++)
        decayRate[i] = 1 / (lifetimeSec * Math.max(Math.abs(decayRate[i]), 1e-6));
      return { count, arrays: { ...arrays, decayRate, writtenSec: allocate(count) } };
    },
    pulse(state, counts, pulse) {
      model.pulse(state, counts, pulse);
      for (let j = 0; j < pulse.count; j++) {
        if (counts[j] !== 0) state.arrays.writtenSec[pulse.firstIndex + j] = pulse.timeSec ?? 0;
      }
    },
    conductanceAtInto(out, state, at) {
      readAt(model, out, { state, at });
      const { decayRate, writtenSec } = state.arrays;
      for (let j = 0; j < out.length; j++) {
        const i = (at.firstIndex ?? 0) + j;
        const elapsedSec = Math.max(at.timeSec - writtenSec[i], 0);
        out[j] = towardS + (out[j] - towardS) * Math.exp(-elapsedSec * decayRate[i]);
      }
      return out;
    },
  });
}

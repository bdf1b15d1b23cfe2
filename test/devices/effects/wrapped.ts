import { createRandom, type DeviceModel, type DeviceState, linearStep } from '../../../devices/index.js';
import { scale } from '../models/curve.js';

/** A model without any noise, 10 to 30 uS, 100 steps. */
export const plain = linearStep({ ...scale, step: 0.02 });

/** Conductances as read at a time; reads of one `seed` share their history. */
export function readAt(
  model: DeviceModel,
  state: DeviceState,
  { timeSec, step = 0, seed = 11 }: { timeSec: number; step?: number; seed?: number },
): Float32Array {
  const draw = { random: createRandom(seed).stream('read'), step };
  return model.conductanceAtInto!(new Float32Array(state.count), state, { timeSec, draw });
}

/** |found - wanted| in standard errors of a mean over n of deviation sigma. */
export const standardErrors = (found: number, wanted: number, { sigma, n }: { sigma: number; n: number }) =>
  Math.abs(found - wanted) / (sigma / Math.sqrt(n));

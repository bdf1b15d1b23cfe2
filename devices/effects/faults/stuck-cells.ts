import type { Allocate, DeviceModel, DeviceState } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { createRandom, type RandomStream, uniformInto } from '../../base/random.js';
import { parametersWith } from '../parameters-with.js';
import { seenThrough, withoutGrid } from '../seen-conductance.js';

/**
 * Cells that never move: each device is stuck at the nominal lower bound with probability `low`, at
 * the upper with probability `high`, drawn once, independently. In a model that keeps bounds of
 * each device (gMinS, gMaxS, conductanceS) the bounds of a stuck one meet, so that its kernel
 * stays; of any other model the reads of stuck cells are replaced.
 */
export function withStuckCells(model: DeviceModel, { low = 0, high = 0 }): DeviceModel {
  checkNumber('stuckLow', low, { min: 0, max: 1 });
  checkNumber('stuckHigh', high, { min: 0, max: 1 });
  if (low + high > 1) throw new InputError(`stuckLow + stuckHigh must be at most 1 (got ${low + high})`);
  if (low + high === 0) return model;
  const parameters = parametersWith(model, 'stuck cells', { stuckLow: low, stuckHigh: high });
  /** Calls `set` for every stuck device with the conductance at which it is stuck. */
  const draw = (count: number, random: RandomStream, set: (device: number, conductanceS: number) => void) => {
    const u = uniformInto(new Float32Array(count), { random: random.stream('stuck'), step: 0 });
    for (let i = 0; i < count; i++) if (u[i] < low + high) set(i, u[i] < low ? model.gMinS : model.gMaxS);
  };
  const { arrays } = model.create(1, createRandom(0));
  if (arrays.conductanceS && arrays.gMinS && arrays.gMaxS) {
    return Object.freeze<DeviceModel>({
      ...model,
      parameters,
      create(count, random, allocate) {
        const state = model.create(count, random, allocate);
        const { conductanceS, gMinS, gMaxS } = state.arrays;
        draw(count, random, (i, stuckS) => {
          conductanceS[i] = gMinS[i] = gMaxS[i] = stuckS;
        });
        return state;
      },
    });
  }
  return Object.freeze<DeviceModel>({
    ...withoutGrid(model),
    parameters,
    create(count, random, allocate: Allocate = (length) => new Float32Array(length)): DeviceState {
      // NaN = not stuck.
      const stuckS = allocate(count).fill(Number.NaN);
      draw(count, random, (i, conductanceS) => {
        stuckS[i] = conductanceS;
      });
      return { count, arrays: { ...model.create(count, random, allocate).arrays, stuckS } };
    },
    ...seenThrough(model, (out, state, firstIndex) => {
      const { stuckS } = state.arrays;
      for (let j = 0; j < out.length; j++) {
        if (!Number.isNaN(stuckS[firstIndex + j])) out[j] = stuckS[firstIndex + j];
      }
    }),
  });
}

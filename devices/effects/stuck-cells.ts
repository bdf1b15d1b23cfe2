import type { DeviceModel } from '../base/device-model.js';
import { checkNumber, InputError } from '../base/errors.js';
import { uniformInto } from '../base/random.js';

/**
 * Cells that never move: each device is stuck at the nominal lower bound with probability `low`, at the upper with
 * probability `high`, drawn once, independently. The model must keep per-device bounds (gMinS, gMaxS, conductanceS).
 */
export function withStuckCells(model: DeviceModel, { low = 0, high = 0 }): DeviceModel {
  checkNumber('stuckLow', low, { min: 0, max: 1 });
  checkNumber('stuckHigh', high, { min: 0, max: 1 });
  if (low + high > 1) throw new InputError(`stuckLow + stuckHigh must be at most 1 (got ${low + high})`);
  if (low + high === 0) return model;
  return Object.freeze<DeviceModel>({
    ...model,
    parameters: { ...model.parameters, stuckLow: low, stuckHigh: high },
    create(count, random, allocate) {
      const state = model.create(count, random, allocate);
      const { conductanceS, gMinS, gMaxS } = state.arrays;
      if (!conductanceS || !gMinS || !gMaxS) {
        throw new InputError(`withStuckCells needs per-device bounds, which ${model.name} does not keep`);
      }
      const u = uniformInto(new Float32Array(count), { random: random.stream('stuck'), step: 0 });
      for (let i = 0; i < count; i++) {
        if (u[i] >= low + high) continue;
        conductanceS[i] = gMinS[i] = gMaxS[i] = u[i] < low ? model.gMinS : model.gMaxS;
      }
      return state;
    },
  });
}

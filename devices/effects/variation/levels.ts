import type { DeviceModel } from '../../base/device-model.js';
import { checkInteger } from '../../base/errors.js';
import { roundToGrid } from '../../base/rounding.js';
import { seenThrough } from '../seen-conductance.js';

/**
 * Finite conductance levels: the device settles to the nearest of `levels` values equally spaced
 * over the nominal [gMinS, gMaxS], the first or the last of them beyond that range, while what
 * pulses move underneath stays continuous. Levels >= 2; 0 = the model as it is.
 */
export function withLevels(model: DeviceModel, levels: number): DeviceModel {
  checkInteger('levels', levels);
  if (levels === 0) return model;
  checkInteger('levels', levels, { min: 2, max: 2 ** 24 });
  const grid = { lowestS: model.gMinS, spacingS: (model.gMaxS - model.gMinS) / (levels - 1), levels };
  const { conductanceGrid: inner, ...rest } = model;
  return Object.freeze<DeviceModel>({
    ...rest,
    parameters: { ...model.parameters, levels },
    ...seenThrough(model, (out) => {
      for (let i = 0; i < out.length; i++) out[i] = roundToGrid(out[i], grid);
    }),
    levelGrid: grid,
    // The grid is all there is to say only where the model below keeps its conductance unrounded.
    ...(inner?.spacingS === 0 ? { conductanceGrid: grid } : {}),
  });
}

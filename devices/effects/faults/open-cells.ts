import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { uniformInto } from '../../base/random.js';
import { parametersWith } from '../parameters-with.js';
import { seenThrough, withoutGrid } from '../seen-conductance.js';

/**
 * Open cells: each device conducts nothing, whatever is written to it, with `probability`, drawn
 * once.
 */
export function withOpenCells(model: DeviceModel, probability: number): DeviceModel {
  checkNumber('open cells', probability, { min: 0, max: 1 });
  if (probability === 0) return model;
  return Object.freeze<DeviceModel>({
    ...withoutGrid(model),
    parameters: parametersWith(model, 'open cells', { openCells: probability }),
    create(count, random, allocate = (length) => new Float32Array(length)) {
      const { arrays } = model.create(count, random, allocate);
      const closed = uniformInto(allocate(count), { random: random.stream('open'), step: 0 });
      for (let i = 0; i < count; i++) closed[i] = closed[i] < probability ? 0 : 1;
      return { count, arrays: { ...arrays, closed } };
    },
    ...seenThrough(model, (out, { arrays }, firstIndex) => {
      for (let j = 0; j < out.length; j++) out[j] *= arrays.closed[firstIndex + j];
    }),
  });
}

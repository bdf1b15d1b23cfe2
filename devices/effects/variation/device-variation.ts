import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { varied } from '../../base/varied.js';
import { parametersWith } from '../parameters-with.js';
import { seenThrough, withoutGrid } from '../seen-conductance.js';

export interface DeviceVariationOptions {
  /**
   * `log-normal` keeps conductances positive and their mean; so does `normal`, but for what is cut
   * off at 0.
   */
  readonly distribution: 'normal' | 'log-normal';
  /**
   * Relative standard deviation (normal, cut off at 0), or that of the logarithm (log-normal), >=
   * 0.
   */
  readonly deviation: number;
}

/**
 * Device-to-device variation on top of any model: every device conducts its own multiple of what
 * the model says, drawn once: 1 + deviation xi, at least 0, or exp(deviation xi - deviation^2 / 2),
 * of mean 1. The mean of the first is above 1 by 0.004 at a deviation of 0.5, by 0.08 at 1. Throws
 * InputError.
 */
export function withDeviceVariation(model: DeviceModel, options: DeviceVariationOptions): DeviceModel {
  const { distribution, deviation } = options;
  checkNumber('device variation', deviation, { min: 0 });
  if (deviation === 0) return model;
  const factor = (xi: number) =>
    distribution === 'normal'
      ? Math.max(1 + deviation * xi, 0)
      : Math.exp(deviation * xi - deviation ** 2 / 2);
  return Object.freeze<DeviceModel>({
    ...withoutGrid(model),
    parameters: parametersWith(model, 'device variation', { seenVariation: options }),
    create(count, random, allocate) {
      const { arrays } = model.create(count, random, allocate);
      const gain = varied(count, { random: random.stream('seen variation'), allocate, deviation: 1 });
      for (let i = 0; i < count; i++) gain[i] = factor(gain[i]);
      return { count, arrays: { ...arrays, gain } };
    },
    ...seenThrough(model, (out, { arrays }, firstIndex) => {
      for (let j = 0; j < out.length; j++) out[j] *= arrays.gain[firstIndex + j];
    }),
  });
}

import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { varied } from '../../base/varied.js';
import { parametersWith } from '../parameters-with.js';
import { seenThrough, withoutGrid } from '../seen-conductance.js';

/** Standard deviations of ln R of devices at gMaxS and at gMinS, >= 0, linear in R between. */
export interface ResistanceVariationOptions {
  readonly onDeviation: number;
  readonly offDeviation: number;
}

/**
 * Log-normal resistance that keeps its mean (Joksas et al. 2022, doi 10.1002/advs.202105784): a
 * device of resistance R has R exp(s xi - s^2 / 2), xi drawn once for each device. gMinS must be
 * above 0. Throws InputError.
 */
export function withResistanceVariation(
  model: DeviceModel,
  options: ResistanceVariationOptions,
): DeviceModel {
  const { onDeviation, offDeviation } = options;
  checkNumber('resistance variation: onDeviation', onDeviation, { min: 0 });
  checkNumber('resistance variation: offDeviation', offDeviation, { min: 0 });
  checkNumber('resistance variation: gMinS of the model', model.gMinS, { min: Number.MIN_VALUE });
  const [onOhm, offOhm] = [1 / model.gMaxS, 1 / model.gMinS];
  const deviationAt = (ohm: number) => {
    const share = Math.min(Math.max((ohm - onOhm) / (offOhm - onOhm), 0), 1);
    return onDeviation + share * (offDeviation - onDeviation);
  };
  return Object.freeze<DeviceModel>({
    ...withoutGrid(model),
    parameters: parametersWith(model, 'resistance variation', { resistanceVariation: options }),
    create(count, random, allocate) {
      const { arrays } = model.create(count, random, allocate);
      const resistanceXi = varied(count, { random: random.stream('resistance'), allocate, deviation: 1 });
      return { count, arrays: { ...arrays, resistanceXi } };
    },
    ...seenThrough(model, (out, { arrays }, firstIndex) => {
      for (let j = 0; j < out.length; j++) {
        if (out[j] <= 0) continue;
        const s = deviationAt(1 / out[j]);
        out[j] *= Math.exp(s ** 2 / 2 - s * arrays.resistanceXi[firstIndex + j]);
      }
    }),
  });
}

import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { varied } from '../../base/varied.js';
import { parametersWith } from '../parameters-with.js';
import { withoutResponse } from '../seen-conductance.js';

export interface EnduranceOptions {
  /** Median number of pulses that a device takes, in [1, 2^24]; so is that of each device. */
  readonly pulses: number;
  /** Standard deviation of its logarithm from device to device, >= 0. Default 0. */
  readonly deviation?: number;
}

/**
 * Endurance: a device that has taken its number of pulses stays at the conductance it has then. The
 * model must keep conductanceS, gMinS and gMaxS. Throws InputError.
 */
export function withEndurance(model: DeviceModel, options: EnduranceOptions): DeviceModel {
  const { pulses, deviation = 0 } = options;
  checkNumber('endurance: pulses', pulses, { min: 1, max: 2 ** 24 });
  checkNumber('endurance: deviation', deviation, { min: 0 });
  const { conductanceGrid: grid } = model;
  return Object.freeze<DeviceModel>({
    ...withoutResponse(model),
    ...(grid && { conductanceGrid: grid }),
    parameters: parametersWith(model, 'endurance', { endurance: options }),
    create(count, random, allocate) {
      const { arrays } = model.create(count, random, allocate);
      if (!arrays.conductanceS || !arrays.gMinS || !arrays.gMaxS) {
        throw new InputError(`withEndurance needs per-device bounds, which ${model.name} does not keep`);
      }
      const pulsesLeft = varied(count, { random: random.stream('endurance'), allocate, deviation });
      for (let i = 0; i < count; i++) {
        const life = Math.round(pulses * Math.exp(pulsesLeft[i]));
        // Single precision counts down from no more.
        pulsesLeft[i] = Math.min(Math.max(life, 1), 2 ** 24);
      }
      return { count, arrays: { ...arrays, pulsesLeft } };
    },
    pulse(state, counts, options) {
      const { conductanceS, gMinS, gMaxS, pulsesLeft } = state.arrays;
      const { count, firstIndex } = options;
      const taken = counts.slice(0, count);
      for (let j = 0; j < count; j++) {
        const left = pulsesLeft[firstIndex + j];
        taken[j] = Math.min(Math.max(taken[j], -left), left);
      }
      model.pulse(state, taken, options);
      for (let j = 0; j < count; j++) {
        const i = firstIndex + j;
        if (taken[j] === 0) continue;
        pulsesLeft[i] -= Math.abs(taken[j]);
        if (pulsesLeft[i] === 0) gMinS[i] = gMaxS[i] = conductanceS[i];
      }
    },
  });
}

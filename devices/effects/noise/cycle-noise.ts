import { type DeviceModel, noPulseNoise } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { blockSize, normalInto } from '../../base/random.js';
import { subDraws } from '../../base/sub-draws.js';
import { withoutResponse } from '../seen-conductance.js';

/**
 * Cycle-to-cycle noise for a model that has none: n pulses that would change G by dG change it by
 * dG (1 + relative xi / sqrt n), clipped to the device's bounds. The model must keep conductanceS.
 * Throws InputError.
 */
export function withCycleNoise(model: DeviceModel, relative: number): DeviceModel {
  checkNumber('cycle noise', relative, { min: 0 });
  if (Number(model.parameters.cycleNoise ?? 0) > 0) {
    throw new InputError(`withCycleNoise: ${model.name} has cycle noise of its own, expected none`);
  }
  if (relative === 0) return model;
  const { conductanceGrid: grid, pulseNoise: { changeS, seenS } = noPulseNoise } = model;
  return Object.freeze<DeviceModel>({
    ...withoutResponse(model),
    ...(grid && { conductanceGrid: grid }),
    parameters: Object.freeze({ ...model.parameters, cycleNoise: relative }),
    pulseNoise: { changeS: Math.hypot(changeS, relative * model.stepS), seenS },
    create(count, random, allocate) {
      const state = model.create(count, random, allocate);
      if (!state.arrays.conductanceS) {
        throw new InputError(`withCycleNoise needs conductanceS, which ${model.name} does not keep`);
      }
      return state;
    },
    pulse(state, counts, options) {
      const { count, firstIndex, draw } = options;
      const { conductanceS, gMinS, gMaxS } = state.arrays;
      const before = conductanceS.slice(firstIndex, firstIndex + count);
      model.pulse(state, counts, options);
      const ofCycle = { ...draw, sub: (draw.sub ?? 0) + subDraws.cycleNoise };
      const noise = normalInto(new Float32Array(count), ofCycle, firstIndex / blockSize);
      for (let j = 0; j < count; j++) {
        if (counts[j] === 0) continue;
        const i = firstIndex + j;
        const changeS = conductanceS[i] - before[j];
        const noisy = conductanceS[i] + (changeS * relative * noise[j]) / Math.sqrt(Math.abs(counts[j]));
        conductanceS[i] = Math.min(Math.max(noisy, gMinS?.[i] ?? model.gMinS), gMaxS?.[i] ?? model.gMaxS);
      }
    },
  });
}

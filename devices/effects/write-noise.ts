import type { DeviceModel } from '../base/device-model.js';
import { checkNumber, InputError } from '../base/errors.js';
import { blockSize, normalInto } from '../base/random.js';
import { subDraws } from '../base/sub-draws.js';
import { seenThrough, withoutKernel } from './seen-conductance.js';

/**
 * A write that does not show where the device went: what is seen is the conductance plus sigmaS xi, at least 0, drawn
 * anew when a device gets a pulse and kept until the next one. Pulses act on the conductance underneath (aihwkit's
 * write_noise_std; Gong et al. 2018, doi 10.1038/s41467-018-04485-1). Cells without a range have none. Throws InputError.
 */
export function withWriteNoise(model: DeviceModel, sigmaS: number): DeviceModel {
  checkNumber('write noise sigmaS', sigmaS, { min: 0 });
  if (sigmaS === 0) return model;
  return Object.freeze<DeviceModel>({
    ...withoutKernel(model),
    parameters: Object.freeze({ ...model.parameters, writeNoiseS: sigmaS }),
    create(count, random, allocate = (length) => new Float32Array(length)) {
      const { arrays } = model.create(count, random, allocate);
      if (arrays.writeErrorS) throw new InputError(`withWriteNoise: ${model.name} has write noise already`);
      return { count, arrays: { ...arrays, writeErrorS: allocate(count) } };
    },
    pulse(state, counts, options) {
      const { count, firstIndex, draw } = options;
      model.pulse(state, counts, options);
      const ofWrite = { ...draw, sub: (draw.sub ?? 0) + subDraws.writeNoise };
      const noise = normalInto(new Float32Array(count), ofWrite, firstIndex / blockSize);
      const { writeErrorS, gMinS, gMaxS } = state.arrays;
      for (let j = 0; j < count; j++) {
        const i = firstIndex + j;
        if (counts[j] === 0 || (gMinS && gMinS[i] >= gMaxS[i])) continue;
        writeErrorS[i] = sigmaS * noise[j];
      }
    },
    ...seenThrough(model, (out, { arrays }, firstIndex) => {
      for (let j = 0; j < out.length; j++) out[j] = Math.max(out[j] + arrays.writeErrorS[firstIndex + j], 0);
    }),
  });
}

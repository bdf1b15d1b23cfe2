import { type DeviceModel, noPulseNoise, type PulseResponse } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { pulsesBy } from '../../base/pulse-train.js';
import { subDraws } from '../../base/sub-draws.js';
import { seenThrough, withoutResponse } from '../seen-conductance.js';

/**
 * A write that does not show where the device went: what is seen is the conductance plus sigmaS xi,
 * at least 0, drawn anew when a device gets a pulse and kept until the next one. Pulses act on the
 * conductance underneath (aihwkit's write_noise_std; Gong et al. 2018, doi
 * 10.1038/s41467-018-04485-1). Cells without a range have none. Throws InputError.
 */
export function withWriteNoise(model: DeviceModel, sigmaS: number): DeviceModel {
  checkNumber('write noise sigmaS', sigmaS, { min: 0 });
  if (sigmaS === 0) return model;
  const response: PulseResponse = { law: 'write-error', arrays: [], constants: [sigmaS], noisy: true };
  const { changeS, seenS } = model.pulseNoise ?? noPulseNoise;
  const sigma = Math.fround(sigmaS);
  const drawErrors = pulsesBy(
    response,
    () =>
      (_g, _i, { xi }) =>
        Math.fround(sigma * xi),
  );
  return Object.freeze<DeviceModel>({
    ...withoutResponse(model),
    parameters: Object.freeze({ ...model.parameters, writeNoiseS: sigmaS }),
    pulseNoise: { changeS, seenS: Math.hypot(seenS, sigmaS) },
    create(count, random, allocate = (length) => new Float32Array(length)) {
      const { arrays } = model.create(count, random, allocate);
      if (arrays.writeErrorS) throw new InputError(`withWriteNoise: ${model.name} has write noise already`);
      const { gMinS = allocate(count).fill(model.gMinS), gMaxS = allocate(count).fill(model.gMaxS) } = arrays;
      return { count, arrays: { ...arrays, gMinS, gMaxS, writeErrorS: allocate(count) } };
    },
    pulse(state, counts, options) {
      model.pulse(state, counts, options);
      const { writeErrorS, gMinS, gMaxS } = state.arrays;
      const errors = { count: state.count, arrays: { conductanceS: writeErrorS, gMinS, gMaxS } };
      const { draw } = options;
      const ofWrite = { ...draw, sub: (draw.sub ?? 0) + subDraws.writeNoise };
      drawErrors(errors, counts, { ...options, draw: ofWrite });
    },
    ...seenThrough(model, (out, { arrays }, firstIndex) => {
      for (let j = 0; j < out.length; j++) out[j] = Math.max(out[j] + arrays.writeErrorS[firstIndex + j], 0);
    }),
  });
}

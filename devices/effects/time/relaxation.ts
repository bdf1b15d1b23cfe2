import type { DeviceModel } from '../../base/device-model.js';
import { checkNumber } from '../../base/errors.js';
import { varied } from '../../base/varied.js';
import { parametersWith } from '../parameters-with.js';
import { withoutResponse } from '../seen-conductance.js';
import { readAt } from './drift.js';

export interface RelaxationOptions {
  /** What the mean conductance moves by in a factor e of time; below 0 where it falls. */
  readonly shiftS: number;
  /**
   * Standard deviation from device to device at referenceSec, >= 0, and what it grows by in a
   * factor e of time, >= 0.
   */
  readonly spreadS: number;
  readonly spreadGrowthS: number;
  /**
   * Time after programming from which on the law holds, > 0; before it there is no relaxation.
   * Default 1.
   */
  readonly referenceSec?: number;
}

/**
 * Relaxation: a time t >= t0 after its last pulse a device conducts G + a ln(t / t0) + (b + c
 * ln(t / t0)) xi, at least 0, where a, b and c do not depend on G (Falcone et al. 2025, doi
 * 10.48550/arXiv.2502.04524). xi is drawn once for each device. A pulse restarts its device's
 * clock, from the conductance before relaxation, as in `withDrift`. Cells without a range keep what
 * they have. Throws InputError.
 */
export function withRelaxation(model: DeviceModel, options: RelaxationOptions): DeviceModel {
  const { shiftS, spreadS, spreadGrowthS, referenceSec = 1 } = options;
  checkNumber('relaxation: shiftS', shiftS);
  checkNumber('relaxation: spreadS', spreadS, { min: 0 });
  checkNumber('relaxation: spreadGrowthS', spreadGrowthS, { min: 0 });
  checkNumber('relaxation: referenceSec', referenceSec, { min: Number.MIN_VALUE });
  return Object.freeze<DeviceModel>({
    ...withoutResponse(model),
    ...(model.conductanceGrid && { conductanceGrid: model.conductanceGrid }),
    parameters: parametersWith(model, 'relaxation', { relaxation: options }),
    create(count, random, allocate = (length) => new Float32Array(length)) {
      const { arrays } = model.create(count, random, allocate);
      const relaxationXi = varied(count, { random: random.stream('relaxation'), allocate, deviation: 1 });
      return { count, arrays: { ...arrays, relaxationXi, relaxesFromSec: allocate(count) } };
    },
    pulse(state, counts, pulse) {
      model.pulse(state, counts, pulse);
      for (let j = 0; j < pulse.count; j++) {
        if (counts[j] !== 0) state.arrays.relaxesFromSec[pulse.firstIndex + j] = pulse.timeSec ?? 0;
      }
    },
    conductanceAtInto(out, state, at) {
      readAt(model, out, { state, at });
      const { relaxationXi, relaxesFromSec, gMinS, gMaxS } = state.arrays;
      for (let j = 0; j < out.length; j++) {
        const i = (at.firstIndex ?? 0) + j;
        const elapsed = Math.log((at.timeSec - relaxesFromSec[i]) / referenceSec);
        if (!(elapsed >= 0) || gMinS?.[i] >= gMaxS?.[i]) continue;
        out[j] = Math.max(
          out[j] + shiftS * elapsed + (spreadS + spreadGrowthS * elapsed) * relaxationXi[i],
          0,
        );
      }
      return out;
    },
  });
}

import type { DeviceModel, DeviceState } from '../../base/device-model.js';
import { checkNumber, InputError } from '../../base/errors.js';
import { varied } from '../../base/varied.js';
import { withoutResponse } from '../seen-conductance.js';

export interface DriftOptions {
  /** Time after programming at which a device has the conductance it was programmed to, > 0. */
  readonly referenceSec: number;
  /**
   * Exponent of a device: mean and deviation, numbers or functions of the conductance
   * `programmedTo` over gMaxS.
   */
  readonly exponent: number | ((share: number) => number);
  readonly exponentDeviation?: number | ((share: number) => number);
  /**
   * The model without its programming error, which sees the conductance that a device was to have:
   * a part of `model`, whose states it reads. By default the conductance before drift as the model
   * sees it, its programming error included.
   */
  readonly programmedTo?: Pick<DeviceModel, 'conductanceInto'>;
}

/**
 * Drift: a time t after its last pulse a device conducts G ((t + t0) / t0)^-nu (Nandakumar et al.
 * 2019, doi 10.1109/ICECS46596.2019.8964852), nu = |mean + deviation xi| with xi drawn once for
 * each device. A pulse restarts its device's clock at options.timeSec, kept in single precision,
 * and acts on the conductance before drift: a power law has no memory to add to. `conductanceInto`
 * sees no drift. Throws InputError.
 */
export function withDrift(model: DeviceModel, options: DriftOptions): DeviceModel {
  const { programmedTo, ...parameters } = options;
  const { referenceSec } = options;
  checkNumber('drift: referenceSec', referenceSec, { min: Number.MIN_VALUE });
  const mean = asFunction(options.exponent);
  const deviation = asFunction(options.exponentDeviation ?? 0);
  checkNumber('drift: exponent', mean(1));
  checkNumber('drift: exponentDeviation', deviation(1), { min: 0 });
  return Object.freeze<DeviceModel>({
    ...withoutResponse(model),
    ...(model.conductanceGrid && { conductanceGrid: model.conductanceGrid }),
    parameters: Object.freeze({ ...model.parameters, drift: parameters }),
    create(count, random, allocate = (length) => new Float32Array(length)) {
      const { arrays } = model.create(count, random, allocate);
      if (arrays.driftXi) throw new InputError(`withDrift: ${model.name} drifts already`);
      const driftXi = varied(count, { random: random.stream('drift'), allocate, deviation: 1 });
      return { count, arrays: { ...arrays, driftXi, programmedSec: allocate(count) } };
    },
    pulse(state, counts, pulse) {
      model.pulse(state, counts, pulse);
      for (let j = 0; j < pulse.count; j++) {
        if (counts[j] !== 0) state.arrays.programmedSec[pulse.firstIndex + j] = pulse.timeSec ?? 0;
      }
    },
    conductanceAtInto(out, state, at) {
      const { timeSec, firstIndex = 0 } = at;
      readAt(model, out, { state, at });
      const target = programmedTo?.conductanceInto(new Float32Array(out.length), state, firstIndex) ?? out;
      const { driftXi, programmedSec } = state.arrays;
      for (let j = 0; j < out.length; j++) {
        const i = firstIndex + j;
        const elapsedSec = Math.max(timeSec - programmedSec[i], 0);
        const share = Math.max(target[j] / model.gMaxS, 1e-7);
        const exponent = Math.abs(mean(share) + deviation(share) * driftXi[i]);
        out[j] *= ((elapsedSec + referenceSec) / referenceSec) ** -exponent;
      }
      return out;
    },
  });
}

/** What a read at a time sees of a model, with or without a clock of its own. */
export function readAt(
  model: DeviceModel,
  out: Float32Array,
  { state, at }: { state: DeviceState; at: Parameters<NonNullable<DeviceModel['conductanceAtInto']>>[2] },
): Float32Array {
  return model.conductanceAtInto?.(out, state, at) ?? model.conductanceInto(out, state, at.firstIndex ?? 0);
}

function asFunction(value: number | ((share: number) => number)): (share: number) => number {
  return typeof value === 'number' ? () => value : value;
}

import {
  checkInteger,
  checkNumber,
  normalInto,
  type RandomStream,
  uniformInto,
} from '../../devices/index.js';

/**
 * How a chip holds homeostasis thresholds: one accumulator and one DAC per output neuron.
 * Thresholds are in units of the state of the neuron.
 */
export interface BiasCircuitOptions {
  /** Of the DAC, 2 .. 24; 0 = any voltage. */
  readonly bits: number;
  /** The DAC spans [-range, range], > 0, and the accumulator stops at its ends. */
  readonly range: number;
  /** Of the accumulator, over the same range; 0 = finer than any step. */
  readonly accumulatorBits: number;
  /**
   * How an accumulator of few bits takes a step below its own: to nearest it loses it, at random it
   * keeps the mean.
   */
  readonly rounding: 'nearest' | 'stochastic';
  /**
   * The mean over all neurons is taken off after every step: only differences choose winners, and
   * the mean drifts.
   */
  readonly centred: boolean;
  /** Relative standard deviation of the update gain from neuron to neuron, >= 0. */
  readonly gainError: number;
  /** Share of an accumulator lost in one step, in [0, 1]. */
  readonly leak: number;
  /** Errors of the activity up to this size cause no step, >= 0. */
  readonly deadBand: number;
  /** Standard deviation of the DACs' fixed offsets, >= 0. */
  readonly offset: number;
}

export interface BiasCircuit {
  /** What the accumulators hold, [units]. */
  readonly accumulator: Float32Array;
  /**
   * threshold [units] = what the DACs hold after a step by gain x error [units]; `step` numbers the
   * random draws.
   */
  readonly stepInto: (
    threshold: Float32Array,
    errors: Float64Array,
    options: { gain: number; step: number },
  ) => void;
  /** The accumulators, and with them the DACs, back to 0. */
  readonly resetInto: (threshold: Float32Array) => void;
}

/**
 * The integrator behind a homeostasis voltage, one step a batch:
 *
 *   a <- (1 - leak) a + gain (1 + gainError xi) (A - T)   where |A - T| > deadBand
 *   a <- a - mean(a)                                      where centred
 *   a <- a clipped to [-range, range], rounded to the accumulator's bits
 *   H  = a rounded to the DAC's bits + offset xi
 *
 * A DAC has codes -(2^(bits-1) - 1) .. 2^(bits-1) - 1. What is left out (leak 0, bits 0, ...) costs
 * no exactness. Throws InputError.
 */
export function createBiasCircuit(
  units: number,
  { random, ...options }: BiasCircuitOptions & { readonly random: RandomStream },
): BiasCircuit {
  const { range, rounding, centred, leak, deadBand } = options;
  for (const name of ['gainError', 'leak', 'deadBand', 'offset'] as const) {
    checkNumber(`homeostasis.${name}`, options[name], { min: 0 });
  }
  checkNumber('homeostasis.leak', leak, { max: 1 });
  checkNumber('homeostasis.range', range, { min: Number.MIN_VALUE });
  const spacingOf = (name: string, bits: number) => {
    checkInteger(`homeostasis.${name}`, bits, { min: 0, max: 24 });
    return bits === 0 ? 0 : range / (2 ** (bits - 1) - 1);
  };
  const spacing = spacingOf('bits', options.bits);
  const fine = spacingOf('accumulatorBits', options.accumulatorBits);
  const accumulator = new Float32Array(units);
  const spread = (name: string, deviation: number) =>
    normalInto(new Float32Array(units), { random: random.stream(name), step: 0 }).map((xi) => deviation * xi);
  const [gains, offsets] = [spread('gain', options.gainError), spread('offset', options.offset)];
  const lots = new Float32Array(units);

  const put = (threshold: Float32Array) => {
    for (let i = 0; i < units; i++) {
      const held = spacing > 0 ? Math.round(accumulator[i] / spacing) * spacing : accumulator[i];
      threshold[i] = held + offsets[i];
    }
  };

  return Object.freeze<BiasCircuit>({
    accumulator,
    stepInto(threshold, errors, { gain, step }) {
      let sum = 0;
      for (let i = 0; i < units; i++) {
        const error = Math.abs(errors[i]) > deadBand ? errors[i] : 0;
        accumulator[i] = (1 - leak) * accumulator[i] + gain * (1 + gains[i]) * error;
        sum += accumulator[i];
      }
      const mean = centred ? sum / units : 0;
      const stochastic = fine > 0 && rounding === 'stochastic';
      if (stochastic) uniformInto(lots, { random: random.stream('rounding'), step });
      for (let i = 0; i < units; i++) {
        const held = Math.min(Math.max(accumulator[i] - mean, -range), range);
        accumulator[i] = fine === 0 ? held : Math.floor(held / fine + (stochastic ? lots[i] : 0.5)) * fine;
      }
      put(threshold);
    },
    resetInto(threshold) {
      accumulator.fill(0);
      put(threshold);
    },
  });
}

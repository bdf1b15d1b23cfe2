import { checkInteger, checkNumber, normalInto, type RandomStream } from '../../devices/index.js';

export interface AdcOptions {
  /** 2 .. 24. */
  readonly bits: number;
  /**
   * Full scale in units of weight times input: the output is clipped to [-range, range], > 0.
   * `calibrated`: for each tile, by a calibration, see `Crossbar`, or by the first batch that is
   * read where there was none, what 99.9 % of the currents stay below; kept from then on.
   */
  readonly range: number | 'calibrated';
  /** Standard deviation of a conversion, as a share of full scale; 0 by default. */
  readonly noise?: number;
  /**
   * Standard deviations of the converters' fixed offsets, as a share of full scale, and of their
   * gains about 1; 0 by default.
   */
  readonly offset?: number;
  readonly gainError?: number;
}

/**
 * Step of an analog-to-digital converter with codes -(2^(bits-1) - 1) .. 2^(bits-1) - 1. Throws
 * InputError.
 */
export function adcSpacing({ bits, range }: { readonly bits: number; readonly range: number }): number {
  checkInteger('adc.bits', bits, { min: 2, max: 24 });
  checkNumber('adc.range', range, { min: Number.MIN_VALUE });
  return range / (2 ** (bits - 1) - 1);
}

/** The converters of one tile, one a sensed pair of lines. */
export interface Adc {
  /** Full scale; null until calibrated. */
  readonly range: number | null;
  readonly spacing: number;
  /**
   * Whether currents are rounded and clipped alone: the range is known, and there is no offset, no
   * error of gain and no noise.
   */
  readonly isPlain: boolean;
  /** Sets a `calibrated` range by currents [count], once. */
  readonly calibrate: (currents: Float32Array, count: number) => void;
  /** currents [batch, outputs] <- gain current + offset. In place. */
  readonly applyGainAndOffset: (currents: Float32Array, batch: number) => void;
  /** Variance of the converters' own noise, in squared units of the current. */
  readonly noiseVariance: number;
}

/**
 * Converters for `outputs` lines, their offsets and gains drawn from `random`. What calibration
 * finds is kept in `memory`, one number, 0 at first. Throws InputError.
 */
export function createAdc(
  options: AdcOptions,
  outputs: number,
  { random, memory = new Float64Array(1) }: { readonly random: RandomStream; readonly memory?: Float64Array },
): Adc {
  const { bits, noise = 0, offset = 0, gainError = 0 } = options;
  for (const [name, value] of Object.entries({ noise, offset, gainError })) {
    checkNumber(`adc.${name}`, value, { min: 0 });
  }
  const rangeOf = () => (options.range === 'calibrated' ? memory[0] || null : options.range);
  adcSpacing({ bits, range: rangeOf() ?? 1 });
  const skewed = offset > 0 || gainError > 0;
  const draw = (name: string) =>
    normalInto(new Float32Array(skewed ? outputs : 0), { random: random.stream(name), step: 0 });
  const [offsets, gains] = [draw('offset'), draw('gain')];
  return Object.freeze<Adc>({
    get range() {
      return rangeOf();
    },
    get spacing() {
      return adcSpacing({ bits, range: rangeOf() ?? 1 });
    },
    get isPlain() {
      return rangeOf() !== null && !skewed && noise === 0;
    },
    get noiseVariance() {
      return (noise * (rangeOf() ?? 0)) ** 2;
    },
    calibrate(currents, count) {
      if (rangeOf() !== null) return;
      const sizes = currents.slice(0, count).map(Math.abs).sort();
      const high = sizes[Math.ceil(0.999 * (count - 1))];
      // A batch without any current says nothing: the next one may.
      if (high > 0) memory[0] = high;
    },
    applyGainAndOffset(currents, batch) {
      if (!skewed) return;
      const range = rangeOf() ?? 0;
      for (let b = 0; b < batch; b++) {
        for (let o = 0; o < outputs; o++) {
          const i = b * outputs + o;
          currents[i] = currents[i] * (1 + gainError * gains[o]) + offset * range * offsets[o];
        }
      }
    },
  });
}

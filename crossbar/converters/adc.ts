import { checkInteger, checkNumber, normalInto, type RandomStream } from '../../devices/index.js';
import { createOffsetDrift, type OffsetDriftMemory, type OffsetDriftOptions } from './offset-drift.js';

export interface AdcOptions extends OffsetDriftOptions {
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
  /**
   * currents [batch, outputs] <- gain current + offset, after which the offset drifts. In place.
   */
  readonly applyGainAndOffset: (currents: Float32Array, batch: number) => void;
  /** Variance of the converters' own noise, in squared units of the current. */
  readonly noiseVariance: number;
}

/** What the converters of one tile remember from one read to the next. */
export interface AdcMemory extends OffsetDriftMemory {
  /** The full scale that a calibration found: one number, 0 until then. */
  readonly range: Float64Array;
}

/** The memory of `outputs` converters that have done nothing yet. */
export function createAdcMemory({ offsetDrift = 0 }: AdcOptions, outputs: number): AdcMemory {
  const drifting = offsetDrift > 0 ? outputs : 0;
  return {
    range: new Float64Array(1),
    offsets: new Float64Array(drifting),
    steps: new Float64Array(1),
  };
}

/**
 * Converters for `outputs` lines, their offsets, gains and drift drawn from `random`. Throws
 * InputError.
 */
export function createAdc(
  options: AdcOptions,
  outputs: number,
  {
    random,
    memory = createAdcMemory(options, outputs),
  }: { readonly random: RandomStream; readonly memory?: AdcMemory },
): Adc {
  const { bits, noise = 0, offset = 0, gainError = 0 } = options;
  for (const [name, value] of Object.entries({ noise, offset, gainError })) {
    checkNumber(`adc.${name}`, value, { min: 0 });
  }
  const rangeOf = () => (options.range === 'calibrated' ? memory.range[0] || null : options.range);
  adcSpacing({ bits, range: rangeOf() ?? 1 });
  const errors = createGainAndOffset(options, outputs, random);
  const drift = createOffsetDrift(options, memory, random.stream('offset drift'));
  return Object.freeze<Adc>({
    get range() {
      return rangeOf();
    },
    get spacing() {
      return adcSpacing({ bits, range: rangeOf() ?? 1 });
    },
    get isPlain() {
      return rangeOf() !== null && errors === null && drift === null && noise === 0;
    },
    get noiseVariance() {
      return (noise * (rangeOf() ?? 0)) ** 2;
    },
    calibrate(currents, count) {
      if (rangeOf() !== null) return;
      const sizes = currents.slice(0, count).map(Math.abs).sort();
      const high = sizes[Math.ceil(0.999 * (count - 1))];
      // A batch without any current says nothing: the next one may.
      if (high > 0) memory.range[0] = high;
    },
    applyGainAndOffset(currents, batch) {
      const range = rangeOf() ?? 0;
      errors?.(currents, batch, range);
      drift?.(currents, batch, range);
    },
  });
}

/** currents [batch, outputs] <- gain current + offset of converters of a full scale; in place. */
type GainAndOffset = (currents: Float32Array, batch: number, range: number) => void;

/** null where no converter has any. */
function createGainAndOffset(
  { offset = 0, gainError = 0 }: AdcOptions,
  outputs: number,
  random: RandomStream,
): GainAndOffset | null {
  if (offset === 0 && gainError === 0) return null;
  const draw = (name: string) =>
    normalInto(new Float32Array(outputs), { random: random.stream(name), step: 0 });
  const offsets = draw('offset');
  const gains = draw('gain');
  return (currents, batch, range) => {
    for (let b = 0; b < batch; b++) {
      for (let o = 0; o < outputs; o++) {
        const i = b * outputs + o;
        currents[i] = currents[i] * (1 + gainError * gains[o]) + offset * range * offsets[o];
      }
    }
  };
}

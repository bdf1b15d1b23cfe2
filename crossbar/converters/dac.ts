import { type CurrentVoltage, checkInteger, checkNumber, InputError } from '../../devices/index.js';

export interface DacOptions {
  /** 1 .. 24, of the magnitude: the sign is one more, so that 8 bits are 511 codes. */
  readonly bits: number;
  /** Line voltage at full scale, > 0. */
  readonly voltageV: number;
  /**
   * Full scale in units of the input, which is clipped to [-range, range]; > 0, 1 by default.
   * `calibrated`: by a calibration, see `Crossbar`, or what the first batch reaches at most where
   * there was none; kept from then on.
   */
  readonly range?: number | 'calibrated';
  /**
   * How a code drives its line. `amplitude` (default): by a voltage in proportion. `pulse-width`:
   * by the full voltage for a time in proportion, the current integrated. `bit-serial`: bit by bit
   * at the full voltage, each bit read and digitised by itself, weighted and added digitally.
   */
  readonly encoding?: 'amplitude' | 'pulse-width' | 'bit-serial';
}

/**
 * What is put on the lines in one of the reads that make up a product, and what that read counts
 * for.
 */
export interface Plane {
  readonly weight: number;
  /**
   * out[i] = range x sum of f(V_i) over time / voltageV, i < count; `out` may be `value`. Returns
   * how many inputs were clipped by more than half a step.
   */
  readonly driveInto: (out: Float32Array, value: Float32Array, count: number) => number;
}

export interface Dac {
  readonly options: DacOptions;
  /** Full scale; null until calibrated. */
  readonly range: number | null;
  /** Sets a `calibrated` range by the largest of some inputs, once. */
  readonly calibrate: (value: Float32Array, count: number) => void;
  /** One read, or one per bit. */
  readonly planes: readonly Plane[];
}

/** Bits up to which all codes are in a table. */
const maxTabulated = 12;

/**
 * A digital-to-analog converter on every line of an array. Sign and magnitude: the magnitude is
 * clipped to `range` and rounded to a multiple of range / (2^bits - 1). What conductances are
 * multiplied by is f(V) / voltageV with f the cells' I-V curve: for amplitudes a bent image of the
 * code, for widths and bits of it the code times f(voltageV) / voltageV. What calibration finds is
 * kept in `memory`, one number, 0 at first. Throws InputError.
 */
export function createDac(
  options: DacOptions,
  { drive, name }: CurrentVoltage,
  memory: Float64Array = new Float64Array(1),
): Dac {
  const { bits, voltageV, encoding = 'amplitude' } = options;
  const rangeOf = () => (options.range === 'calibrated' ? memory[0] || null : (options.range ?? 1));
  checkInteger('dac.bits', bits, { min: 1, max: 24 });
  checkNumber('dac.voltageV', voltageV, { min: Number.MIN_VALUE });
  checkNumber('dac.range', rangeOf() ?? 1, { min: Number.MIN_VALUE });
  const steps = 2 ** bits - 1;
  const most = 1 + 0.5 / steps;
  const full = name === 'linear' ? 1 : drive(voltageV) / voltageV;
  const plane = (weight: number, magnitudeOf: (code: number) => number): Plane => {
    const magnitudes =
      bits <= maxTabulated ? Float32Array.from({ length: steps + 1 }, (_, i) => magnitudeOf(i)) : null;
    return {
      weight,
      driveInto(out, value, count) {
        const range = rangeOf() ?? 1;
        let clipped = 0;
        for (let i = 0; i < count; i++) {
          const x = value[i] / range;
          if (x === 0) {
            out[i] = 0;
            continue;
          }
          // Math.round to the bit, as the sum is exact, and three times as fast.
          const size = Math.abs(x);
          if (size > most) clipped++;
          const code = Math.floor(Math.min(size, 1) * steps + 0.5);
          const magnitude = range * (magnitudes ? magnitudes[code] : magnitudeOf(code));
          out[i] = x < 0 ? -magnitude : magnitude;
        }
        return clipped;
      },
    };
  };
  const planes = () => {
    switch (encoding) {
      case 'amplitude':
        if (name === 'linear') return [plane(1, (code) => code / steps)];
        return [plane(1, (code) => drive((code / steps) * voltageV) / voltageV)];
      case 'pulse-width':
        return [plane(1, (code) => (code / steps) * full)];
      case 'bit-serial':
        return Array.from({ length: bits }, (_, bit) =>
          plane(2 ** bit / steps, (code) => (Math.floor(code / 2 ** bit) % 2) * full),
        );
      default:
        throw new InputError(`dac.encoding must be amplitude, pulse-width or bit-serial (got ${encoding})`);
    }
  };
  return Object.freeze<Dac>({
    options,
    planes: Object.freeze(planes()),
    get range() {
      return rangeOf();
    },
    calibrate(value, count) {
      if (rangeOf() === null)
        memory[0] = value.subarray(0, count).reduce((high, x) => Math.max(high, Math.abs(x)), 0);
    },
  });
}

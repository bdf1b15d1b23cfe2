import { type CurrentVoltage, checkInteger, checkNumber, InputError } from '../../devices/index.js';

export interface DacOptions {
  /** 1 .. 24. */
  readonly bits: number;
  /** Line voltage of an input of 1, > 0. */
  readonly voltageV: number;
  /**
   * How a code drives its line. `amplitude` (default): by a voltage in proportion. `pulse-width`: by the full voltage for a
   * time in proportion, the current integrated. `bit-serial`: bit by bit at the full voltage, each bit read and digitised
   * by itself, weighted and added digitally.
   */
  readonly encoding?: 'amplitude' | 'pulse-width' | 'bit-serial';
}

/** What is put on the lines in one of the reads that make up a product, and what that read counts for. */
export interface Plane {
  readonly weight: number;
  /** out[i] = sum of f(V_i) over time / voltageV, i < count; `out` may be `value`. */
  readonly driveInto: (out: Float32Array, value: Float32Array, count: number) => void;
}

export interface Dac {
  readonly options: DacOptions;
  /** One read, or one a bit. */
  readonly planes: readonly Plane[];
}

/** Bits up to which all codes are in a table. */
const mostTabulated = 12;

/**
 * A digital-to-analog converter on every line of an array. Sign and magnitude: the magnitude is clipped to 1 and rounded to
 * a multiple of 1 / (2^bits - 1). What conductances are multiplied by is f(V) / voltageV with f the cells' I-V
 * curve: for amplitudes a bent image of the code, for widths and bits of it the code times f(voltageV) / voltageV.
 * Throws InputError.
 */
export function createDac(options: DacOptions, { drive, name }: CurrentVoltage): Dac {
  const { bits, voltageV, encoding = 'amplitude' } = options;
  checkInteger('dac.bits', bits, { min: 1, max: 24 });
  checkNumber('dac.voltageV', voltageV, { min: Number.MIN_VALUE });
  const steps = 2 ** bits - 1;
  const full = name === 'linear' ? 1 : drive(voltageV) / voltageV;
  const plane = (weight: number, magnitudeOf: (code: number) => number): Plane => {
    const magnitudes =
      bits <= mostTabulated ? Float32Array.from({ length: steps + 1 }, (_, i) => magnitudeOf(i)) : null;
    return {
      weight,
      driveInto(out, value, count) {
        for (let i = 0; i < count; i++) {
          const x = value[i];
          if (x === 0) {
            out[i] = 0;
            continue;
          }
          // Math.round to the bit, as the sum is exact, and three times as fast.
          const code = Math.floor(Math.min(Math.abs(x), 1) * steps + 0.5);
          const magnitude = magnitudes ? magnitudes[code] : magnitudeOf(code);
          out[i] = x < 0 ? -magnitude : magnitude;
        }
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
  return Object.freeze<Dac>({ options, planes: Object.freeze(planes()) });
}

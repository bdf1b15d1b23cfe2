import { type CurrentVoltage, checkInteger, checkNumber } from '../../devices/index.js';

export interface DacOptions {
  /** 1 .. 24. */
  readonly bits: number;
  /** Line voltage of an input of 1, > 0. */
  readonly voltageV: number;
}

export interface Dac {
  readonly options: DacOptions;
  /**
   * out[i] = f(V_i) / voltageV, i < count, with V_i the line voltage of value[i] and f the cells' I-V curve: what the
   * conductances are multiplied by, equal to the value itself for linear cells and infinitely many bits.
   * Sign and magnitude: the magnitude is clipped to 1 and rounded to a multiple of 1 / (2^bits - 1). `out` may be `value`.
   */
  readonly driveInto: (out: Float32Array, value: Float32Array, count: number) => void;
}

/** A digital-to-analog converter on every line of an array. Throws InputError. */
export function createDac(options: DacOptions, { drive, name }: CurrentVoltage): Dac {
  const { bits, voltageV } = options;
  checkInteger('dac.bits', bits, { min: 1, max: 24 });
  checkNumber('dac.voltageV', voltageV, { min: Number.MIN_VALUE });
  const steps = 2 ** bits - 1;
  const linear = name === 'linear';
  return Object.freeze<Dac>({
    options,
    driveInto(out, value, count) {
      for (let i = 0; i < count; i++) {
        const x = value[i];
        if (x === 0) {
          out[i] = 0;
          continue;
        }
        const level = Math.round(Math.min(Math.abs(x), 1) * steps) / steps;
        const magnitude = linear ? level : drive(level * voltageV) / voltageV;
        out[i] = x < 0 ? -magnitude : magnitude;
      }
    },
  });
}

import { checkInteger, checkNumber } from '../../devices/index.js';

export interface AdcOptions {
  /** 2 .. 24. */
  readonly bits: number;
  /** Full scale in units of weight times input: the output is clipped to [-range, range], > 0. */
  readonly range: number;
}

/** Step of an analog-to-digital converter with codes -(2^(bits-1) - 1) .. 2^(bits-1) - 1. Throws InputError. */
export function adcSpacing({ bits, range }: AdcOptions): number {
  checkInteger('adc.bits', bits, { min: 2, max: 24 });
  checkNumber('adc.range', range, { min: Number.MIN_VALUE });
  return range / (2 ** (bits - 1) - 1);
}

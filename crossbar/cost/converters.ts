import type { DacOptions } from '../converters/dac.js';
import type { CostParameters } from './parameters.js';

/** How a code drives its line; see `DacOptions`. */
export type InputEncoding = NonNullable<DacOptions['encoding']>;

/**
 * Energy of a conversion from analog: steps of equal energy up to the corner rate, in proportion to
 * the rate above it.
 */
export function adcConversionJ({ adc }: CostParameters, bits: number): number {
  return adc.stepJ * 2 ** bits * Math.max(1, adc.rateHz / adc.cornerHz);
}

/**
 * Energy of a conversion to analog: all capacitors of a binary-weighted converter charged once, an
 * upper bound.
 */
export function dacConversionJ({ dac }: CostParameters, bits: number): number {
  return 2 ** bits * dac.unitF * dac.supplyV ** 2;
}

/**
 * Bits of the converter on a line: pulses of full height, of a width or bit by bit, need a switch
 * alone.
 */
export function lineBits(encoding: InputEncoding, bits: number): number {
  return encoding === 'amplitude' ? bits : 1;
}

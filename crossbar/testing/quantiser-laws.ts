import fc from 'fast-check';
import { createRandom, linearCurrent } from '../../devices/index.js';
import { defineLaw } from '../../devices/testing/index.js';
import { adcSpacing } from '../converters/adc.js';
import { createDac, type DacOptions } from '../converters/dac.js';
import { createTypescriptKernels } from '../kernels/typescript/typescript-kernels.js';

/** A converter without noise, as a function of one number. */
export interface Quantiser {
  readonly name: string;
  readonly quantise: (value: number) => number;
  /** Full scale. */
  readonly range: number;
}

/** The DAC in units of its full scale, for linear cells; the planes of a product added. */
export function dacQuantiser(options: DacOptions): Quantiser {
  const { planes } = createDac(options, linearCurrent);
  const out = new Float32Array(1);
  const quantise = (value: number) =>
    planes.reduce((sum, { weight, driveInto }) => {
      driveInto(out, Float32Array.of(value), 1);
      return sum + weight * out[0];
    }, 0);
  const { bits, encoding = 'amplitude' } = options;
  return Object.freeze({ name: `DAC of ${bits} bits, ${encoding}`, quantise, range: 1 });
}

/** The ADC without skew and noise, in the units of its range. */
export function adcQuantiser(options: { readonly bits: number; readonly range: number }): Quantiser {
  const { digitiseInto } = createTypescriptKernels();
  const given = {
    count: 1,
    variance: null,
    sigma: 0,
    range: options.range,
    spacing: adcSpacing(options),
    draw: { random: createRandom(1), step: 0 },
  };
  const quantise = (value: number) => {
    const out = new Float32Array(1);
    digitiseInto(out, Float32Array.of(value), given);
    return out[0];
  };
  return Object.freeze({ name: `ADC of ${options.bits} bits`, quantise, range: options.range });
}

/** Two values, full scale and beyond included, the lower one first. */
const twoValues = ({ range }: Quantiser) => {
  const value = fc.double({ min: -1.5 * range, max: 1.5 * range, noNaN: true }).map(Math.fround);
  return fc.tuple(value, value).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));
};

export const quantisesMonotonically = defineLaw({
  law: 'quantises-monotonically',
  statement: 'a larger input never gives a smaller output',
  cases: twoValues,
  check({ quantise }: Quantiser, { low, high }) {
    if (quantise(low) <= quantise(high)) return;
    throw new Error(`${low} gives ${quantise(low)}, and ${high} gives ${quantise(high)}`);
  },
});

export const quantisesIdempotently = defineLaw({
  law: 'quantises-idempotently',
  statement: 'what has been converted is converted to itself',
  cases: twoValues,
  check({ quantise, range }: Quantiser, { high }) {
    const once = quantise(high);
    const twice = quantise(once);
    if (Math.abs(twice - once) <= 1e-6 * range) return;
    throw new Error(`${high} gives ${once}, which gives ${twice}`);
  },
});

/** What every converter without noise obeys. */
export const quantiserLaws = Object.freeze([quantisesMonotonically, quantisesIdempotently]);

import { describe, expect, it } from 'vitest';
import { type AdcOptions, createAdc } from '../../../crossbar/converters/adc.js';
import { createRandom } from '../../../devices/index.js';
import { type ChipConfiguration, resolveConfiguration } from '../../../src/configuration/configuration.js';
import { nonIdealities } from '../../../src/experiments/estimate/non-idealities.js';
import { findSpecification } from '../../../src/experiments/estimate/specification.js';
import { createArray, read, uniforms } from '../fixture.js';

const n = 4000;
/** A time constant of a hundred conversions. */
const drift = { offsetDrift: 0.1, offsetDriftSec: 1e-5, conversionSec: 1e-7 };
const adc: AdcOptions = { bits: 8, range: 2, ...drift };

/**
 * Offsets in units of their deviation, offsetDrift x range, after conversions of `batch` vectors.
 */
function offsetsAfter(batches: readonly number[], options: AdcOptions = adc): Float32Array[] {
  const { applyGainAndOffset } = createAdc(options, n, { random: createRandom(5) });
  return batches.map((batch) => {
    const currents = new Float32Array(batch * n);
    applyGainAndOffset(currents, batch);
    return currents.slice(0, n).map((value) => value / (0.1 * 2));
  });
}

const ones = (count: number) => Array.from({ length: count }, () => 1);
const meanOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, x) => sum + x, 0) / values.length;
const meanProduct = (a: Float32Array, b: Float32Array) => meanOf(a.map((x, i) => x * b[i]!));

describe('offsets of converters that drift', () => {
  const read1000 = offsetsAfter(ones(1000));

  it('begin at 0 and reach a variance of 1 - exp(-2 t / tau)', () => {
    expect(read1000[0]!.every((offset) => offset === 0)).toBe(true);
    for (const conversions of [10, 50, 200, 999]) {
      const offsets = read1000[conversions]!;
      const variance = 1 - Math.exp((-2 * conversions) / 100);
      // The mean of n normal numbers has a deviation of sqrt(variance / n), their variance one of
      // sqrt(2 / n) of it; 5 sigma.
      expect(Math.abs(meanOf(offsets))).toBeLessThan(5 * Math.sqrt(variance / n));
      expect(Math.abs(meanProduct(offsets, offsets) / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    }
  });

  it('forget by exp(-s / tau), each converter for itself', () => {
    for (const apart of [20, 100, 300]) {
      const found = meanProduct(read1000[600]!, read1000[600 + apart]!);
      // The product of two normal numbers of correlation r has a variance of 1 + r^2, at most 2; 5
      // sigma.
      expect(Math.abs(found - Math.exp(-apart / 100))).toBeLessThan(5 * Math.sqrt(2 / n));
    }
    const neighbours = meanProduct(read1000[900]!.subarray(1), read1000[900]!);
    expect(Math.abs(neighbours)).toBeLessThan(5 / Math.sqrt(n - 1));
  });

  it('drift by the vectors of a batch, which find the same offset', () => {
    const [, after] = offsetsAfter([50, 1]);
    expect(Math.abs(meanProduct(after!, after!) / (1 - Math.exp(-1)) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    const { applyGainAndOffset } = createAdc(adc, 3, { random: createRandom(5) });
    const currents = new Float32Array(6);
    applyGainAndOffset(currents, 2);
    applyGainAndOffset(currents.fill(0), 2);
    expect(currents.slice(3)).toEqual(currents.slice(0, 3));
    expect(currents.every((current) => current !== 0)).toBe(true);
  });

  it('change no bit where they are off, and leave fixed offsets, gains and noise where they are', () => {
    const errors = { bits: 8, range: 2, noise: 0.01, offset: 0.05, gainError: 0.05 };
    const vectors = Array.from({ length: 4 }, (_, i) => uniforms(7, `x ${i}`));
    const outputs = (options: AdcOptions) => {
      const array = createArray({ adc: options });
      array.program(uniforms(35, 'w'));
      return vectors.map((x) => read(array, x).slice());
    };
    const plain = outputs(errors);
    expect(outputs({ ...errors, offsetDrift: 0, offsetDriftSec: 3 })).toEqual(plain);
    const drifting = outputs({ ...errors, offsetDrift: 0.2, offsetDriftSec: 1e-7 });
    // The first vector finds no drift yet.
    expect(drifting[0]).toEqual(plain[0]);
    expect(drifting[1]).not.toEqual(plain[1]);
  });
});

describe('the drift of a chip', () => {
  const chipWith = async (offsetDrift: number) => {
    const raw = { hardware: { converters: { adc: { offsetDrift } } } };
    return (await resolveConfiguration(raw)).hardware as ChipConfiguration;
  };

  it('is part of the errors of ADCs in a budget', async () => {
    const errors = nonIdealities.find(({ name }) => name === 'adc-errors')!;
    expect(errors.without(await chipWith(0.1))).toEqual(await chipWith(0));
  });

  it('is specified', async () => {
    const accuracyOf = ({ converters }: ChipConfiguration) => 0.9 - converters.adc.offsetDrift;
    const items = await findSpecification(await chipWith(0.1), { target: 0.85 }, async (chips) =>
      chips.map(accuracyOf),
    );
    expect(items.find(({ name }) => name === 'ADC offset drift')).toMatchObject({ now: 0.1, needed: 0.04 });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adcSpacing } from '../../../crossbar/converters/adc.js';
import { createDac } from '../../../crossbar/converters/dac.js';
import { constantStep, createRandom, linearCurrent, withSinhCurrent } from '../../../devices/index.js';
import {
  createArray,
  distance,
  idealDevice,
  kernels,
  product,
  read,
  uniforms,
  weightsOf,
} from '../fixture.js';

const bits = fc.integer({ min: 1, max: 24 });
const values = fc.array(fc.float({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 40 });

/** What `convert` gives for sorted values; all in the kernels' memory. */
function sorted(list: readonly number[], convert: (out: Float32Array, values: Float32Array) => void) {
  const [input, output] = [kernels.float32(list.length), kernels.float32(list.length)];
  input.set(Float32Array.from(list).sort());
  convert(output, input);
  return { input, output };
}

/** Laws of a uniform converter that clips to [-limit, limit]. */
function expectConverter(
  { input, output }: { input: Float32Array; output: Float32Array },
  {
    limit,
    spacing,
    again,
  }: { limit: number; spacing: number; again: (values: Float32Array) => Float32Array },
) {
  // Single precision rounds values of up to `limit`.
  const rounding = limit * 2 ** -23;
  input.forEach((x, i) => {
    const clipped = Math.min(Math.max(x, -limit), limit);
    expect(Math.abs(output[i] - clipped)).toBeLessThanOrEqual(spacing / 2 + rounding);
    if (i > 0) expect(output[i]).toBeGreaterThanOrEqual(output[i - 1]);
  });
  expect(distance(again(output), output)).toBeLessThanOrEqual(rounding);
}

describe('DAC', () => {
  it('rounds to the nearest of its levels, clips to 1, rises, and leaves its levels alone', () => {
    fc.assert(
      fc.property(bits, values, (n, list) => {
        const [{ driveInto }] = createDac({ bits: n, voltageV: 0.2 }, linearCurrent).planes;
        const convert = (out: Float32Array, x: Float32Array) => driveInto(out, x, x.length);
        const again = (x: Float32Array) => {
          const out = new Float32Array(x.length);
          convert(out, x);
          return out;
        };
        expectConverter(sorted(list, convert), { limit: 1, spacing: 1 / (2 ** n - 1), again });
      }),
    );
  });

  it('drives nonlinear cells with f(V) / V0 of the level voltage', () => {
    const { currentVoltage } = withSinhCurrent(idealDevice, 0.25);
    const out = new Float32Array(3);
    const [{ driveInto }] = createDac({ bits: 2, voltageV: 0.5 }, currentVoltage).planes;
    driveInto(out, Float32Array.of(0.6, -1, 0), 3);
    // Two bits: 0.6 goes to 2/3. sinh(4/3) = 1.7691, sinh 2 = 3.6269, both x 0.25 / 0.5.
    [Math.sinh(4 / 3) / 2, -Math.sinh(2) / 2, 0].forEach((drive, i) => {
      expect(out[i]).toBeCloseTo(drive, 6);
    });
  });

  it('throws on bits and voltages that cannot be', () => {
    expect(() => createDac({ bits: 0, voltageV: 0.2 }, linearCurrent)).toThrow('dac.bits must be');
    expect(() => createDac({ bits: 8, voltageV: 0 }, linearCurrent)).toThrow('dac.voltageV must be');
  });
});

describe('ADC', () => {
  const silent = { variance: null, sigma: 0, draw: { random: createRandom(1), step: 0 } };

  it('rounds to the nearest code, clips at full scale and counts it, rises, leaves its codes alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 24 }), fc.constantFrom(0.5, 1, 2.5), values, (n, range, list) => {
        const spacing = adcSpacing({ bits: n, range });
        let saturated = 0;
        const convert = (out: Float32Array, x: Float32Array) => {
          saturated = kernels.digitiseInto(out, x, { ...silent, count: x.length, range, spacing });
        };
        const converted = sorted(list, convert);
        expect(saturated).toBe(converted.input.filter((x) => Math.abs(x) > range).length);
        const again = (x: Float32Array) => sorted([...x], convert).output;
        expectConverter(converted, { limit: range, spacing, again });
        const codes = new Set([...converted.output].map((y) => Math.round(y / spacing)));
        expect(Math.max(...[...codes].map(Math.abs))).toBeLessThanOrEqual(2 ** (n - 1) - 1);
      }),
    );
  });

  it('counts every conversion of an array and those that clipped', () => {
    const array = createArray({ adc: { bits: 8, range: 0.5 } });
    array.program(new Float32Array(35).fill(0.2));
    const x = kernels.float32(14);
    x.fill(1, 0, 7);
    // Seven inputs of 1 at weight 0.2 are 1.4 on every line; the second vector is zero.
    expect([...read(array, x, { batch: 2 })]).toEqual([...Array(5).fill(0.5), ...Array(5).fill(0)]);
    expect(array.counters).toMatchObject({ forwardReads: 2, conversions: 10, saturated: 5 });
  });

  it('throws on bits and ranges that cannot be', () => {
    expect(() => adcSpacing({ bits: 1, range: 1 })).toThrow('adc.bits must be');
    expect(() => adcSpacing({ bits: 8, range: -1 })).toThrow('adc.range must be');
  });
});

describe('converters of an array', () => {
  it('err by half a DAC step a word line and half an ADC step a line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 3, max: 12 }), (dacBits, adcBits) => {
        const array = createArray({
          dac: { bits: dacBits, voltageV: 0.2 },
          adc: { bits: adcBits, range: 8 },
        });
        array.program(uniforms(35, 'w'));
        const x = uniforms(14, 'x');
        const w = weightsOf(array);
        const error = distance(read(array, x, { batch: 2 }), product(array, w, { x, batch: 2 }));
        const lineSum = Math.max(
          ...[0, 1, 2, 3, 4].map((r) => w.slice(7 * r, 7 * r + 7).reduce((s, v) => s + Math.abs(v), 0)),
        );
        const dacError = (0.5 / (2 ** dacBits - 1)) * lineSum;
        const adcError = adcSpacing({ bits: adcBits, range: 8 }) / 2;
        // 1e-6: single precision of sums below 7.
        expect(error).toBeLessThan(dacError + adcError + 1e-6);
      }),
      { numRuns: 40 },
    );
  });

  it('read sinh cells as f(V) times the conductance', () => {
    const device = withSinhCurrent(idealDevice, 0.25);
    const array = createArray({ device, dac: { bits: 24, voltageV: 0.5 } });
    array.program(uniforms(35, 'w'));
    const x = uniforms(7, 'x');
    const bent = x.map((v) => Math.sinh(2 * v) / 2);
    expect(distance(read(array, x), product(array, weightsOf(array), { x: bent, batch: 1 }))).toBeLessThan(
      2e-5,
    );
  });

  it('refuse a backward read of cells whose curve is not odd', () => {
    const rectifier = { name: 'diode', drive: (v: number) => Math.max(v, 0), odd: false };
    const device = { ...constantStep({ gMinS: 0, gMaxS: 1e-4, states: 100 }), currentVoltage: rectifier };
    const array = createArray({ device });
    expect(() => read(array, uniforms(5, 'y'), { backward: true })).toThrow('odd I-V curve (got diode)');
  });
});

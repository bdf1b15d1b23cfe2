import { describe, expect, it } from 'vitest';
import { type AdcOptions, createAdc } from '../../../crossbar/converters/adc.js';
import type { DacOptions } from '../../../crossbar/converters/dac.js';
import { createRandom, withReadNoise, withSinhCurrent } from '../../../devices/index.js';
import {
  type ArrayOptions,
  createArray,
  distance,
  idealDevice,
  kernels,
  product,
  read,
  uniforms,
  weightsOf,
} from '../fixture.js';

const w = uniforms(35, 'w');
const x = uniforms(14, 'x');
const programmed = (options: ArrayOptions) => {
  const array = createArray(options);
  array.program(w);
  return array;
};
const dac = (encoding: NonNullable<DacOptions['encoding']>, bits = 12): DacOptions => ({
  bits,
  voltageV: 0.5,
  encoding,
});

describe('encodings', () => {
  const sinh = withSinhCurrent(idealDevice, 0.25);

  it.each(['pulse-width', 'bit-serial'] as const)(
    '%s reads a curved cell in proportion to the code',
    (encoding) => {
      const array = programmed({ device: sinh, dac: dac(encoding) });
      // sinh(2) / 2: the curve at the one voltage that is used. The code errs by half a step of 1 /
      // 4095 a line.
      const full = Math.sinh(2) / 2;
      const wanted = product(array, weightsOf(array), { x, batch: 2 }).map((y) => y * full);
      expect(distance(read(array, x, { batch: 2 }), wanted)).toBeLessThan(7 * full * 1.3e-4 + 2e-5);
    },
  );

  it('amplitude reads the same cell in proportion to its curve', () => {
    const array = programmed({ device: sinh, dac: dac('amplitude') });
    const bent = x.map((v) => Math.sinh(2 * v) / 2);
    const wanted = product(array, weightsOf(array), { x: bent, batch: 2 });
    expect(distance(read(array, x, { batch: 2 }), wanted)).toBeLessThan(3e-3);
  });

  it('bit-serial converts once a bit, draws noise for each, and weighs it by the bit', () => {
    const [sigma, bits, reads] = [0.1, 3, 500];
    const array = programmed({ device: withReadNoise(idealDevice, sigma), dac: dac('bit-serial', bits) });
    const one = kernels.float32(8 * 7);
    for (let b = 0; b < 8; b++) one[7 * b] = 1;
    let [sum, square] = [0, 0];
    for (let i = 0; i < reads; i++) {
      for (const y of read(array, one, { batch: 8 }).filter((_, at) => at % 5 === 0)) {
        sum += y - weightsOf(array)[0];
        square += (y - weightsOf(array)[0]) ** 2;
      }
    }
    const n = 8 * reads;
    // Independent planes of weights 1, 2, 4 of 7, each with the cells' variance.
    const [plus, minus] = [(1 + w[0]) / 2, (1 - w[0]) / 2];
    const variance = (sigma ** 2 * (plus ** 2 + minus ** 2) * (1 + 4 + 16)) / 49;
    expect(Math.abs(sum / n)).toBeLessThan(5 * Math.sqrt(variance / n));
    expect(Math.abs(square / n / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(array.counters.conversions).toBe(n * 5 * bits);
  });
});

describe('ADC imperfections', () => {
  const fine: AdcOptions = { bits: 24, range: 8 };
  const clean = () => read(programmed({ adc: fine }), x, { batch: 2 }).slice();

  it('offsets and gains stay from read to read, one each a converter, other ones in each tile', () => {
    const adc = { ...fine, offset: 0.01, gainError: 0.05 };
    const array = programmed({ adc });
    const first = read(array, x, { batch: 2 }).slice();
    expect(read(array, x, { batch: 2 })).toEqual(first);
    const zero = read(array, kernels.float32(14), { batch: 2 });
    expect([...zero.slice(0, 5)]).toEqual([...zero.slice(5)]);
    const ideal = clean();
    // out = gain ideal + offset: what two vectors give of every converter fits a third.
    const both = kernels.float32(7);
    for (let i = 0; i < 7; i++) both[i] = (x[i] + x[7 + i]) / 2;
    read(array, both).forEach((y, o) => {
      expect(y).toBeCloseTo((first[o] + first[5 + o]) / 2, 4);
      expect(Math.abs(zero[o])).toBeGreaterThan(0);
      expect(first[o] - zero[o]).not.toBeCloseTo(ideal[o], 4);
    });
    const drawn = createAdc(adc, 5, { random: createRandom(1) });
    const other = createAdc(adc, 5, { random: createRandom(2) });
    const [a, b] = [new Float32Array(5), new Float32Array(5)];
    drawn.applyGainAndOffset(a, 1);
    other.applyGainAndOffset(b, 1);
    expect(a).not.toEqual(b);
  });

  it('draws offsets and gains of the stated deviations', () => {
    const n = 20000;
    const adc = createAdc({ bits: 8, range: 2, offset: 0.01, gainError: 0.05 }, n, {
      random: createRandom(4),
    });
    const [zeros, ones] = [new Float32Array(n), new Float32Array(n).fill(1)];
    adc.applyGainAndOffset(zeros, 1);
    adc.applyGainAndOffset(ones, 1);
    const deviation = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / n);
    // 5 standard errors of a deviation: sd / sqrt(2 n).
    expect(Math.abs(deviation(zeros) / 0.02 - 1)).toBeLessThan(5 / Math.sqrt(2 * n));
    expect(Math.abs(deviation(ones.map((v, i) => v - zeros[i] - 1)) / 0.05 - 1)).toBeLessThan(
      5 / Math.sqrt(2 * n),
    );
  });

  it('adds noise of the stated deviation to every conversion, beside that of the cells', () => {
    const [noise, sigma, reads] = [0.01, 0.1, 500];
    const array = programmed({ device: withReadNoise(idealDevice, sigma), adc: { ...fine, noise } });
    const batch = kernels.float32(56);
    for (let b = 0; b < 8; b++) batch.set(x.subarray(0, 7), 7 * b);
    const wanted = product(array, weightsOf(array), { x, batch: 1 })[0];
    let square = 0;
    for (let i = 0; i < reads; i++) {
      for (const y of read(array, batch, { batch: 8 }).filter((_, at) => at % 5 === 0))
        square += (y - wanted) ** 2;
    }
    const cells = w
      .slice(0, 7)
      .reduce((sum, v, i) => sum + (((1 + v) / 2) ** 2 + ((1 - v) / 2) ** 2) * x[i] ** 2, 0);
    const variance = (0.01 * 8) ** 2 + sigma ** 2 * cells;
    expect(Math.abs(square / (8 * reads) / variance - 1)).toBeLessThan(5 * Math.sqrt(2 / (8 * reads)));
  });

  it('a calibrated range is that of the first batch, tile by tile', () => {
    const tile = { wordLines: 3, bitLines: 128 };
    const array = programmed({ adc: { bits: 8, range: 'calibrated' }, tile });
    expect([...read(array, kernels.float32(14), { batch: 2 })]).toEqual(Array(10).fill(0));
    const first = read(array, x, { batch: 2 }).slice();
    // Three tiles, each within half a step of 1 / 127 of its own largest current.
    const wanted = product(array, weightsOf(array), { x, batch: 2 });
    const largest = Math.max(...wanted.map(Math.abs), ...first.map(Math.abs));
    expect(distance(first, wanted)).toBeLessThan((3 * 0.5 * 2 * largest) / 127);
    const louder = x.map((v) => Math.min(Math.max(3 * v, -1), 1));
    const input = kernels.float32(14);
    input.set(louder);
    const before = array.counters.saturated;
    read(array, input, { batch: 2 });
    expect(array.counters.saturated).toBeGreaterThan(before);
  });
});

describe('a calibrated range of bit-serial reads', () => {
  it('is that of all bits of the first batch, however little the least of them drives', () => {
    const adc = { bits: 12, range: 'calibrated' } as const;
    const tile = { wordLines: 4, bitLines: 128 };
    const array = programmed({ adc, tile, dac: dac('bit-serial', 4) });
    // Codes 14 on every line but one of either tile, which has the odd 1.
    const even = kernels.float32(14).fill(14 / 15);
    for (const at of [0, 4, 7, 11]) even[at] = 1 / 15;
    const wanted = product(array, weightsOf(array), { x: even, batch: 2 });
    // Every bit and tile is off by half a step at most: 4 lines of weights below 1, over 2047.
    expect(distance(read(array, even, { batch: 2 }), wanted)).toBeLessThan((2 * 0.5 * 4) / 2047 + 1e-5);
    expect(array.counters.saturated).toBe(0);
  });
});

describe('digital scaling', () => {
  it('abs-max uses the whole DAC for a faint vector', () => {
    const faint = kernels.float32(7);
    faint.set(x.subarray(0, 7).map((v) => v / 1000));
    const error = (noise: 'none' | 'abs-max') => {
      const array = programmed({ dac: { bits: 8, voltageV: 0.2 }, scaling: { noise } });
      return distance(read(array, faint), product(array, weightsOf(array), { x: faint, batch: 1 }));
    };
    // Steps of 1 / 255 round a vector of 1e-3 to nothing; after scaling they are 1e-3 times finer.
    expect(error('abs-max')).toBeLessThan(2e-5);
    expect(error('none')).toBeGreaterThan(2e-4);
  });

  it('iterative halves the amplitude of a vector until nothing clips, and counts the reads', () => {
    const adc = { bits: 12, range: 0.2 };
    const array = programmed({ adc, scaling: { bound: 'iterative' } });
    const wanted = product(array, weightsOf(array), { x, batch: 2 });
    const most = Math.max(...wanted.map(Math.abs));
    expect(most).toBeGreaterThan(0.4);
    // At most 8 times full scale: half steps of 8 x 0.2 / 2047.
    expect(distance(read(array, x, { batch: 2 }), wanted)).toBeLessThan(2e-3);
    expect(array.counters.saturated).toBe(0);
    expect(array.counters.conversions).toBeGreaterThan(10);
    const clipped = programmed({ adc });
    expect(distance(read(clipped, x, { batch: 2 }), wanted)).toBeGreaterThan(most - 0.3);
  });
});

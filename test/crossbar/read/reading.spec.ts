import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adcSpacing } from '../../../crossbar/converters/adc.js';
import { createRandom, normalInto, softBounds, withReadNoise } from '../../../devices/index.js';
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

const size = fc.integer({ min: 1, max: 21 });
/** Devices that differ, so that padding and mixed-up cells show. */
const varied = softBounds({
  gMinS: 1e-6,
  gMaxS: 1e-4,
  states: 1000,
  deviceVariation: { step: 0.3, bounds: 0.1 },
});

describe('an array without imperfections', () => {
  it('reads W x of the matrix that was programmed', () => {
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 8 }), (rows, cols, batch) => {
        const array = createArray({ rows, cols });
        const [w, x] = [uniforms(rows * cols, 'w'), uniforms(batch * cols, 'x')];
        array.program(w);
        // Write and verify ends half a step off a device: 1e-6 in weight per pair; the DAC within
        // 2^-25 and the ADC within 64 x 2^-24 = 4e-6; single precision 1e-6.
        const error = distance(read(array, x, { batch }), product(array, w, { x, batch }));
        expect(error).toBeLessThan(cols * 1.1e-6 + 6e-6);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a read', () => {
  it('sees the cells as they are, forward and backward, at any size', () => {
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 8 }), (rows, cols, batch) => {
        const array = createArray({ rows, cols, device: varied, adc: { bits: 24, range: 8 } });
        array.program(uniforms(rows * cols, 'w', [-0.3, 0.3]));
        const w = weightsOf(array);
        for (const backward of [false, true]) {
          const x = uniforms(batch * (backward ? rows : cols), 'x');
          const wanted = product(array, w, { x, batch, transposed: backward });
          // 24 bits: half a step is 4.8e-7 of a line; sums of 21 weights below 1 add as much in
          // single precision.
          expect(distance(read(array, x, { batch, backward }), wanted)).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('gives the same bilinear form both ways: y . (W x) = x . (W^T y)', () => {
    const array = createArray({ rows: 13, cols: 21, device: varied, adc: { bits: 24, range: 8 } });
    array.program(uniforms(13 * 21, 'w', [-0.3, 0.3]));
    const [x, y] = [uniforms(21, 'x', [0, 1]), uniforms(13, 'y', [0, 1])];
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, v, i) => sum + v * b[i], 0);
    const [forward, backward] = [dot(y, read(array, x)), dot(x, read(array, y, { backward: true }))];
    expect(Math.abs(forward - backward) / Math.abs(forward)).toBeLessThan(1e-5);
  });

  it('follows an update in both directions', () => {
    const array = createArray();
    const [x, y] = [uniforms(7, 'x'), uniforms(5, 'y')];
    read(array, y, { backward: true });
    array.update({ post: uniforms(5, 'post'), pre: uniforms(7, 'pre'), rows: 1, scale: 0.5 });
    const w = weightsOf(array);
    expect(Math.max(...w)).toBeGreaterThan(0.1);
    expect(distance(read(array, x), product(array, w, { x, batch: 1 }))).toBeLessThan(2e-5);
    const transposed = product(array, w, { x: y, batch: 1, transposed: true });
    expect(distance(read(array, y, { backward: true }), transposed)).toBeLessThan(2e-5);
  });

  it('is not changed by tiles beyond the steps of their converters', () => {
    const tileSize = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(tileSize, tileSize, fc.constantFrom(8, 12, 24), (wordLines, pairs, bits) => {
        const [rows, cols, adc] = [11, 17, { bits, range: 4 }];
        const [whole, cut] = [128, null].map((lines) => {
          const tile = lines ? { wordLines: lines, bitLines: lines } : { wordLines, bitLines: 2 * pairs };
          const array = createArray({ rows, cols, adc, tile });
          array.program(uniforms(rows * cols, 'w', [-0.3, 0.3]));
          return array;
        });
        for (const backward of [false, true]) {
          const x = uniforms(backward ? rows : cols, 'x');
          const tiles = backward ? Math.ceil(rows / pairs) : Math.ceil(cols / wordLines);
          // Half a step each tile and half of the whole array's; 2e-6 for the order of sums.
          const tolerance = ((tiles + 1) / 2) * adcSpacing(adc) + 2e-6;
          const before = cut.counters.conversions;
          expect(distance(read(cut, x, { backward }), read(whole, x, { backward }))).toBeLessThan(tolerance);
          expect(cut.counters.conversions - before).toBe(tiles * (backward ? cols : rows));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('counts vectors by direction', () => {
    const array = createArray();
    read(array, uniforms(21, 'x'), { batch: 3 });
    read(array, uniforms(10, 'y'), { batch: 2, backward: true });
    expect(array.counters).toMatchObject({ forwardReads: 3, backwardReads: 2, updates: 0 });
  });
});

describe('read noise', () => {
  const [rows, cols, sigma, n, batch] = [4, 6, 0.2, 4096, 8] as const;
  const noisy = withReadNoise(idealDevice, sigma);
  const w = uniforms(rows * cols, 'w');
  const x = uniforms(batch * cols, 'x');
  for (let b = 1; b < batch; b++) x.copyWithin(b * cols, 0, cols);

  /** Deviations of `n` reads of one vector from the noiseless one, [n, outputs]. */
  function deviations(backward: boolean): Float64Array {
    const array = createArray({ rows, cols, device: noisy });
    array.program(w);
    const inputs = backward ? rows : cols;
    const batched = kernels.float32(batch * inputs);
    for (let b = 0; b < batch; b++) batched.set(x.subarray(0, inputs), b * inputs);
    const clean = product(array, weightsOf(array), { x: batched, batch, transposed: backward });
    const all = Array.from({ length: n / batch }, () =>
      Array.from(read(array, batched, { batch, backward }), (y, i) => y - clean[i]),
    );
    return Float64Array.from(all.flat());
  }

  /** Oracle: every cell drawn by itself, the same shape. */
  function perCell(backward: boolean): Float64Array {
    const [inputs, outputs] = backward ? [rows, cols] : [cols, rows];
    const random = createRandom(99);
    const out = new Float64Array(n * outputs);
    for (let step = 0; step < n; step++) {
      const xi = normalInto(new Float32Array(2 * rows * cols), { random, step });
      for (let o = 0; o < outputs; o++) {
        for (let i = 0; i < inputs; i++) {
          const cell = backward ? i * cols + o : o * cols + i;
          // G+ and G- in units of weight, weightMax 1: (1 +- w) / 2 of the full range.
          const [plus, minus] = [(1 + w[cell]) / 2, (1 - w[cell]) / 2];
          out[step * outputs + o] += sigma * x[i] * (plus * xi[2 * cell] - minus * xi[2 * cell + 1]);
        }
      }
    }
    return out;
  }

  it.each([
    ['forward', false],
    ['backward', true],
  ])('%s has the distribution of a draw for every cell', (_, backward) => {
    const outputs = backward ? cols : rows;
    const [drawn, oracle] = [deviations(backward), perCell(backward)];
    const moment = (of: Float64Array, o: number, f: (v: number) => number) => {
      let sum = 0;
      for (let i = o; i < of.length; i += outputs) sum += f(of[i]);
      return sum / n;
    };
    for (let o = 0; o < outputs; o++) {
      const variance = moment(oracle, o, (v) => v * v);
      // 5 standard errors: mean, sd / sqrt n; two independent estimates of a variance, each
      // sqrt(2 / n) of it; two of the fourth moment of a normal, each sqrt(96 / n) sd^4.
      expect(Math.abs(moment(drawn, o, (v) => v))).toBeLessThan(5 * Math.sqrt(variance / n));
      const ratio = moment(drawn, o, (v) => v * v) / variance;
      expect(Math.abs(ratio - 1)).toBeLessThan((5 * 2) / Math.sqrt(n));
      const fourth = moment(drawn, o, (v) => v ** 4) / (ratio * variance) ** 2;
      expect(Math.abs(fourth - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    }
  });

  it('is independent from line to line, vector to vector and read to read', () => {
    const drawn = deviations(false);
    const correlation = (lag: number, lines: number) => {
      let [product, square, count] = [0, 0, 0];
      for (let i = 0; i + lag < drawn.length; i += lines) {
        product += drawn[i] * drawn[i + lag];
        square += (drawn[i] ** 2 + drawn[i + lag] ** 2) / 2;
        count++;
      }
      return Math.abs(product / square) * Math.sqrt(count);
    };
    // Lag 1, 2: another line of the same vector; 4: the next vector; 32: the next read. 5 standard
    // errors each.
    for (const lag of [1, 2, 4, 32]) expect(correlation(lag, rows)).toBeLessThan(5);
  });

  it('is drawn anew for each read and direction, the same for the same seed', () => {
    const make = (seed: number) => {
      const array = createArray({ rows, cols: rows, device: noisy, seed });
      array.program(new Float32Array(rows * rows));
      const y = uniforms(rows, 'y');
      return [read(array, y), read(array, y), read(array, y, { backward: true })].map((out) => out.slice());
    };
    const [first, second, backward] = make(1);
    expect(second).not.toEqual(first);
    expect(backward).not.toEqual(first);
    expect(make(1)).toEqual([first, second, backward]);
    expect(make(2)[0]).not.toEqual(first);
  });
});

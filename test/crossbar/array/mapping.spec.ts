import { describe, expect, it } from 'vitest';
import { mappingOf } from '../../../crossbar/array/mapping.js';
import { utilisation } from '../../../crossbar/array/tiling.js';
import { constantStep, softBounds } from '../../../devices/index.js';
import { type ArrayOptions, createArray, distance, product, read, uniforms, weightsOf } from '../fixture.js';

const w = uniforms(12 * 9, 'w', [-0.5, 0.5]);
const programmed = (options: ArrayOptions = {}) => {
  const array = createArray({
    rows: 12,
    cols: 9,
    mapping: 'offset-column',
    tile: { wordLines: 4, bitLines: 6 },
    ...options,
  });
  array.program(w);
  return array;
};
const adc = { bits: 24, range: 8 };

describe('an offset column', () => {
  it('holds and reads the matrix, forward and backward, over tiles that each have one', () => {
    const array = programmed({ adc });
    expect(distance(weightsOf(array), w)).toBeLessThan(5e-6);
    const [x, y] = [uniforms(9, 'x'), uniforms(12, 'y')];
    expect(distance(read(array, x), product(array, w, { x, batch: 1 }))).toBeLessThan(5e-5);
    const wanted = product(array, w, { x: y, batch: 1, transposed: true });
    expect(distance(read(array, y, { backward: true }), wanted)).toBeLessThan(5e-5);
  });

  it('takes references that differ: the matrix is verified against the tile’s own', () => {
    const device = softBounds({
      gMinS: 1e-6,
      gMaxS: 1e-4,
      states: 1000,
      deviceVariation: { step: 0.2, bounds: 0.05 },
    });
    // A step of a device is 2 / 1000 in weight, since its whole range stands for -1 to 1.
    expect(distance(weightsOf(programmed({ device })), w)).toBeLessThan(1.001 * 2e-3);
  });

  it('moves one device per weight by the whole change', () => {
    const array = programmed();
    const before = weightsOf(array);
    const [post, pre] = [uniforms(12, 'post'), uniforms(9, 'pre')];
    const pulsed = array.counters.pulsedDevices;
    array.update({ post, pre, rows: 1, scale: 0.01 });
    const moved = weightsOf(array).map((v, i) => v - before[i] - 0.01 * post[Math.floor(i / 9)] * pre[i % 9]);
    expect(distance(moved, new Float32Array(108))).toBeLessThan(5e-6);
    expect(array.counters.pulsedDevices - pulsed).toBeLessThanOrEqual(108);
  });

  it('behind wires loses current, and nothing behind wires of 0 ohm', () => {
    const wires = (ohm: number) => ({ wordLineOhm: ohm, bitLineOhm: ohm, solveEvery: 0, updateEvery: 1 });
    const x = uniforms(9, 'x', [0.5, 1]);
    const [ideal, zero, lossy] = [null, wires(0), wires(100)].map((of) =>
      read(programmed({ adc, wires: of }), x),
    );
    expect(distance(ideal, zero)).toBeLessThan(5e-6);
    expect(distance(ideal, lossy)).toBeGreaterThan(1e-3);
  });

  it('is one bit line more a tile', () => {
    const [pairs, offset] = [mappingOf('differential'), mappingOf('offset-column')];
    const tile = { wordLines: 4, bitLines: 6 };
    // 9 inputs on 3 x 4 word lines; 12 outputs on 4 tiles of 3 pairs, or on 5, 5 and 2 of 5 beside
    // a reference.
    expect(utilisation({ rows: 12, cols: 9 }, tile, pairs)).toBeCloseTo((9 * 24) / (12 * 24), 12);
    expect(utilisation({ rows: 12, cols: 9 }, tile, offset)).toBeCloseTo((9 * 15) / (9 * 24), 12);
    expect(() => programmed({ mapping: 'slices' as never })).toThrow('array.mapping must be');
  });
});

describe('a reference of half of gMax', () => {
  it('holds what the on/off ratio leaves: weights of 2 G / gMax - 1', () => {
    const held = (gMinS: number) => {
      const device = constantStep({ gMinS, gMaxS: 1e-4, states: 100_000 });
      const array = createArray({ rows: 12, cols: 9, mapping: 'half-reference', device, tile });
      array.program(wide);
      return weightsOf(array);
    };
    expect(distance(held(1e-9), wide)).toBeLessThan(1e-4);
    const above = wide.map((v) => Math.max(v, 2 / 4 - 1));
    expect(distance(held(0.25e-4), above)).toBeLessThan(1e-4);
    expect(Math.min(...held(0.5e-4))).toBeGreaterThanOrEqual(-1e-6);
  });
});

describe('an array that was never written', () => {
  it.each([
    ['differential', 0],
    ['offset-column', 0],
    ['half-reference', 0.25],
    // The middle of the range over gMax.
    ['single', 0.625],
  ] as const)('%s: its devices stand in the middle of their ranges, W = %d', (mapping, wanted) => {
    const device = constantStep({ gMinS: 0.25e-4, gMaxS: 1e-4, states: 1000 });
    const held = weightsOf(createArray({ mapping, device }));
    expect(
      distance(
        held,
        held.map(() => wanted),
      ),
    ).toBeLessThan(1e-6);
  });
});

describe('single devices', () => {
  it('are refused behind wires', () => {
    const wires = { wordLineOhm: 1, bitLineOhm: 1, solveEvery: 0, updateEvery: 1 };
    expect(() => programmed({ mapping: 'single', wires })).toThrow('array.mapping single needs ideal wires');
    expect(() => programmed({ mapping: 'single', wires: null })).not.toThrow();
  });
});

const tile = { wordLines: 4, bitLines: 6 };
const wide = uniforms(12 * 9, 'wide', [-0.9, 0.9]);

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCells } from '../../crossbar/array/cells.js';
import type { MappingName } from '../../crossbar/array/mapping.js';
import { createGoals } from '../../crossbar/goals.js';
import { constantStep, createRandom, withLevels } from '../../devices/index.js';
import { type ArrayOptions, createArray, distance, kernels, uniforms, weightsOf } from './fixture.js';

const range = { gMinS: 1e-5, gMaxS: 1e-4 };
/**
 * Bounds that vary by less than half of any level: no device begins half-way between two levels.
 */
const fine = constantStep({ ...range, states: 1_000_000, deviceVariation: { bounds: 1e-3 } });
/** A difference of two conductances in single precision, in units of weight. */
const single = 1e-6;
const levelCounts = fc.integer({ min: 2, max: 64 });
const pairs = ['differential', 'one-sided'] as const;

/** What becomes of the weights of a row. */
function held(weights: readonly number[], options: ArrayOptions): number[] {
  const array = createArray({ rows: 1, cols: weights.length, ...options });
  array.program(Float32Array.from(weights));
  return Array.from(weightsOf(array));
}

/** All weights that an array of so many levels per device can hold. */
const grids: Readonly<Record<MappingName, (levels: number) => number[]>> = {
  differential: pairGrid,
  'one-sided': pairGrid,
  'offset-column': (levels) => {
    // The reference stands on one of the levels, whichever; the lowest weight tells which.
    const [lowest] = held([-2], { mapping: 'offset-column', device: withLevels(fine, levels) });
    return count(levels).map((k) => lowest + (2 * k) / (levels - 1));
  },
  'half-reference': (levels) => conductances(levels).map((g) => (2 * g) / range.gMaxS - 1),
  single: (levels) => conductances(levels).map((g) => g / range.gMaxS),
};

describe('devices with levels', () => {
  it.each(Object.entries(grids))('%s: every weight that exists is programmed exactly', (name, gridOf) => {
    const mapping = name as MappingName;
    fc.assert(
      fc.property(levelCounts, (levels) => {
        const device = withLevels(fine, levels);
        const weights = gridOf(levels);
        expect(distance(held(weights, { mapping, device }), weights)).toBeLessThan(single);
      }),
      { numRuns: 20 },
    );
  });

  it.each(pairs)(
    '%s: a pair of L levels holds 2 L - 1 weights, each the nearest to what was wanted',
    (mapping) => {
      fc.assert(
        fc.property(levelCounts, fc.string(), (levels, name) => {
          const wanted = [...uniforms(400, name, [-1.1, 1.1]), ...pairGrid(levels)];
          const found = held(wanted, { mapping, device: withLevels(fine, levels) });
          const steps = found.map((weight) => weight * (levels - 1));
          expect(distance(steps, steps.map(Math.round))).toBeLessThan(single * levels);
          expect(new Set(steps.map(Math.round).map((k) => k + 0)).size).toBe(2 * levels - 1);
          const inRange = wanted.map((weight) => Math.min(Math.max(weight, -1), 1));
          expect(distance(found, inRange)).toBeLessThan(0.5 / (levels - 1) + single);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('bit slices: all digits are exact where there is a level for each', () => {
    const shape = fc.record({ count: fc.integer({ min: 1, max: 3 }), bits: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(shape, fc.integer({ min: 0, max: 30 }), (slices, spare) => {
        const largest = 2 ** (slices.bits * slices.count) - 1;
        const weights = uniforms(50, `${largest}`).map((w) => Math.round(w * largest) / largest);
        const device = withLevels(fine, 2 ** slices.bits + spare);
        const found = held([...weights, 1, -1], { mapping: 'bit-slices', slices, device });
        expect(distance(found, [...weights, 1, -1])).toBeLessThan(single);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a pair', () => {
  it.each(pairs)('%s: the goals of -w are those of w, exchanged', (mapping) => {
    const matrix = uniforms(5 * 7, 'w', [-1.2, 1.2]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 64 }), (levels) => {
        const device = withLevels(fine, levels === 1 ? 0 : levels);
        const tile = { bitLines: 128 };
        const random = createRandom(1);
        const cells = createCells({ rows: 5, cols: 7, device, weightMax: 1, mapping, tile, random, kernels });
        const up = createGoals(cells, device, matrix);
        const down = createGoals(
          cells,
          device,
          matrix.map((weight) => -weight),
        );
        expect(down.plus).toEqual(up.minus);
        expect(down.minus).toEqual(up.plus);
        expect(down.clipped).toBe(up.clipped);
        expect(up.clipped).toBe(matrix.filter((weight) => Math.abs(weight) > 1).length);
      }),
      { numRuns: 10 },
    );
  });

  it('one-sided: one of its devices stands at gMin, and the other as far above it as the weight says', () => {
    const cells = createCells({
      rows: 1,
      cols: 3,
      device: fine,
      weightMax: 2,
      mapping: 'one-sided',
      tile: { bitLines: 8 },
      random: createRandom(1),
      kernels,
    });
    const { plus, minus } = createGoals(cells, fine, Float32Array.of(1, -2, 0));
    // Eight rows to a panel: the weights of one row are eight apart.
    expect([0, 8, 16].map((i) => [plus[i], minus[i]])).toEqual([
      [expect.closeTo(5.5e-5, 10), 1e-5],
      [1e-5, 1e-4],
      [1e-5, 1e-5],
    ]);
  });
});

describe('one-sided pairs of devices with bounds of their own', () => {
  it.each([0, 32])(
    'hold the difference: the lower device makes up for one that ends above gMin (%d levels)',
    (levels) => {
      const own = constantStep({ ...range, states: 1000, deviceVariation: { bounds: 0.15 } });
      const device = withLevels(own, levels);
      const array = createArray({ rows: 20, cols: 20, mapping: 'one-sided', device });
      const weights = uniforms(400, 'w', [-0.3, 0.3]);
      array.program(weights);
      // A step of a device; with levels half a level and the step that it is off beneath.
      const limit = levels === 0 ? 1e-3 : 0.5 / (levels - 1);
      expect(distance(weightsOf(array), weights)).toBeLessThan(limit + single);
      expect(array.writes.programming.unsettled).toBe(0);
    },
  );
});

function pairGrid(levels: number): number[] {
  return count(2 * levels - 1).map((k) => (k - levels + 1) / (levels - 1));
}

function conductances(levels: number): number[] {
  return count(levels).map((k) => range.gMinS + (k * (range.gMaxS - range.gMinS)) / (levels - 1));
}

function count(n: number): number[] {
  return Array.from({ length: n }, (_, k) => k);
}

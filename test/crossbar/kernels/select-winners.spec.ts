import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { selectWinners } from '../../../crossbar/index.js';
import { createRandom, uniformInto } from '../../../devices/index.js';

/** Few distinct values make ties common. */
const level = fc.oneof(fc.constantFrom(0, 0.25, 1), fc.float({ min: -2, max: 2, noNaN: true }));
const scene = fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 40 }).chain((units) =>
  fc.record({
    outputs: fc.constant(Float32Array.from(units, ([y]) => y)),
    threshold: fc.constant(Float32Array.from(units, ([, h]) => h)),
    k: fc.integer({ min: 1, max: units.length }),
    ties: fc.nat(2 ** 24 - 1),
    from: fc.nat(5),
  }),
);

function winnersOf(outputs: Float32Array, threshold: Float32Array, { k = 1, ties = 0, from = 0 }): number[] {
  const padded = new Float32Array(from + outputs.length).fill(9);
  padded.set(outputs, from);
  return [...selectWinners(new Int32Array(k).fill(-1), padded, { from, threshold, ties })];
}

describe('selectWinners', () => {
  it('names exactly k different units, those with the k largest scores', () => {
    fc.assert(
      fc.property(scene, ({ outputs, threshold, ...options }) => {
        const winners = winnersOf(outputs, threshold, options);
        expect(new Set(winners).size).toBe(options.k);
        // + 0: scores of 0 and -0 tie.
        const score = (unit: number) => outputs[unit] - threshold[unit] + 0;
        const sorted = Array.from(outputs.keys(), score).sort((a, b) => b - a);
        expect(winners.map(score)).toEqual(sorted.slice(0, options.k));
      }),
      { numRuns: 1000 },
    );
  });

  it('favours none of the units that tie, wherever they stand', () => {
    const units = 12;
    const draws = 8000;
    const lots = uniformInto(new Float32Array(draws), { random: createRandom(3), step: 0 });
    for (const tied of [[0, 1], [3, 4, 5, 11], Array.from({ length: units }, (_, unit) => unit)]) {
      const outputs = Float32Array.from({ length: units }, (_, unit) => Number(tied.includes(unit)));
      for (let k = 1; k < tied.length; k++) {
        const wins = new Float64Array(units);
        for (const lot of lots) {
          const ties = lot * 2 ** 24;
          for (const unit of winnersOf(outputs, new Float32Array(units), { k, ties })) wins[unit]++;
        }
        const share = k / tied.length;
        // 5 standard deviations of a share of `draws` Bernoulli trials.
        const tolerance = 5 * Math.sqrt((share * (1 - share)) / draws);
        for (const unit of tied) expect(Math.abs(wins[unit] / draws - share)).toBeLessThan(tolerance);
      }
    }
  });

  it('takes a unit with a lower threshold before one with a larger output', () => {
    expect(winnersOf(Float32Array.of(0.9, 0.5), Float32Array.of(0.5, 0), {})).toEqual([1]);
  });

  it('throws when there are more winners than units', () => {
    const threshold = new Float32Array(2);
    expect(() => winnersOf(new Float32Array(2), threshold, { k: 3 })).toThrow(
      'winners must be at most the number of outputs 2 (got 3)',
    );
  });
});

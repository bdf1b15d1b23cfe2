import { describe, expect, test } from 'vitest';
import { createRandom, normalInto } from '../../devices/index.js';
import { meanInterval, pairedInterval, spearman, studentQuantile } from '../../src/experiments/statistics.js';

describe('statistics over seeds', () => {
  test('the interval covers the true mean in 95 of 100 draws of five', () => {
    const trials = 2000;
    const z = normalInto(new Float32Array(5 * trials), { random: createRandom(1).stream('trials'), step: 0 });
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      const [low, high] = meanInterval(Array.from(z.subarray(5 * i, 5 * i + 5))).ci95!;
      if (low <= 0 && high >= 0) covered++;
    }
    // 5 sigma of a proportion: 5 sqrt(0.95 0.05 / 2000) = 0.0244.
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.0244);
  });

  test('quantiles meet the published table on both sides of the seam', () => {
    // Abramowitz and Stegun, table 26.10: 10, 11, 20, 60 and infinitely many degrees.
    for (const [degrees, t] of [
      [1, 12.7062],
      [4, 2.7764],
      [10, 2.2281],
      [11, 2.201],
      [20, 2.086],
      [60, 2.0003],
      [1e9, 1.96],
    ]) {
      expect(studentQuantile(degrees)).toBeCloseTo(t, 3);
    }
  });

  test('pairs that move together have a narrow interval, one value has none', () => {
    const a = [0.8, 0.9, 0.7];
    expect(
      pairedInterval(
        a,
        a.map((x) => x - 0.1),
      ).ci95!.map((x) => Number(x.toFixed(9))),
    ).toEqual([0.1, 0.1]);
    expect(meanInterval([0.5])).toEqual({ mean: 0.5, ci95: null, deviation: null, n: 1 });
  });

  test("Spearman's correlation knows order alone", () => {
    expect(spearman([1, 2, 3, 4], [10, 100, 1000, 1001])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
    // One swap of neighbours among 8: 1 - 6 * 2 / (8 * 63).
    expect(spearman([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 8, 7])).toBeCloseTo(1 - 12 / 504, 12);
    expect(spearman([1, 1, 2], [1, 2, 3])).toBeCloseTo(Math.sqrt(3) / 2, 12);
  });
});

import { fc, test as law } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { createRandom, normalInto, uniformInto } from '../../../devices/index.js';
import {
  chanceOf,
  clearAmong,
  differenceOf,
  meanInterval,
  shareDifference,
  shareInterval,
  spearman,
  studentChance,
  studentQuantile,
  widenedBySampling,
} from '../../../src/experiments/results/statistics.js';

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

  test('one value has no interval', () => {
    expect(meanInterval([0.5])).toEqual({ mean: 0.5, ci95: null, deviation: null, n: 1 });
    expect(shareInterval([0.5], 1000).ci95).toBeNull();
  });

  test("Spearman's correlation knows order alone", () => {
    expect(spearman([1, 2, 3, 4], [10, 100, 1000, 1001])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
    // One swap of neighbours among 8: 1 - 6 * 2 / (8 * 63).
    expect(spearman([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 8, 7])).toBeCloseTo(1 - 12 / 504, 12);
    expect(spearman([1, 1, 2], [1, 2, 3])).toBeCloseTo(Math.sqrt(3) / 2, 12);
  });
});

describe('intervals of shares', () => {
  const share = fc.integer({ min: 0, max: 1000 }).map((k) => k / 1000);
  const shares = fc.array(share, { minLength: 2, maxLength: 10 });

  law.prop([shares], { numRuns: 300 })('lie in [0, 1], hold their mean and have a width', (values) => {
    const { mean, ci95 } = shareInterval(values, 1000);
    const [low, high] = ci95!;
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    expect(low).toBeLessThanOrEqual(mean);
    expect(high).toBeGreaterThanOrEqual(mean);
    expect(high).toBeGreaterThan(low);
  });

  law.prop([shares], { numRuns: 300 })('of differences lie in [-1, 1] and have a width', (values) => {
    const [low, high] = shareDifference(values, values.slice().reverse(), 1000).ci95!;
    expect(low).toBeGreaterThanOrEqual(-1);
    expect(high).toBeLessThanOrEqual(1);
    expect(high).toBeGreaterThan(low);
  });

  test('of two seeds that differ, and of three equal differences', () => {
    // Student's t alone gave -81.61 to 255.11 %, and +2.40 to +2.40.
    expect(shareInterval([0.735, 1], 1000).ci95).toEqual([0, 1]);
    const [low, high] = differenceOf([0.024, 0.024, 0.024], 1000).ci95!;
    // 72 of 3,000 images at the least: 1.96 sqrt(0.024 0.976 / 3000) = 0.0055.
    expect(low).toBeCloseTo(0.0185, 3);
    expect(high).toBeCloseTo(0.0295, 3);
    expect(widenedBySampling([0, 0], 0, 1000)[1]).toBeGreaterThan(0.001);
  });

  test('leave an interval that is wider than sampling as it is', () => {
    expect(widenedBySampling([-0.0491, -0.0368], -0.0431, 10000)).toEqual([-0.0491, -0.0368]);
  });

  // A seed's true accuracy is p plus normal noise; it is tested on 200 images. 5 sigma of 600
  // trials: 0.0445.
  test.each([
    [0.1, 0.03, 2],
    [0.5, 0.05, 3],
    [0.9, 0.02, 5],
    [0.97, 0.005, 3],
    [0.99, 0, 2],
    [0.99, 0, 10],
  ])('cover %d, spread %d, over %d seeds', (p, spread, n) => {
    const trials = 600;
    const random = createRandom(11).stream('coverage');
    let covered = 0;
    for (let step = 0; step < trials; step++) {
      const z = normalInto(new Float32Array(n), { random: random.stream('seeds'), step });
      const u = uniformInto(new Float32Array(200 * n), { random: random.stream('images'), step });
      const values = Array.from(z, (own, i) => {
        const right = u.subarray(200 * i, 200 * i + 200).filter((one) => one < p + spread * own);
        return right.length / 200;
      });
      const [low, high] = shareInterval(values, 200).ci95!;
      if (low <= p && p <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.95 - 0.0445);
  });
});

describe('chances', () => {
  test('of t are those of its quantiles', () => {
    for (const degrees of [1, 2, 3, 4, 5, 9, 10, 30])
      expect(studentChance(studentQuantile(degrees), degrees)).toBeCloseTo(0.05, 4);
    // Abramowitz and Stegun, table 26.10: 99 % of 4 degrees.
    expect(studentChance(4.6041, 4)).toBeCloseTo(0.01, 5);
    expect(chanceOf(meanInterval([1]))).toBe(1);
  });

  test("clear among many by Holm's steps: each that is passed makes the next bound wider", () => {
    expect(clearAmong([0.04, 0.01, 0.02])).toEqual([true, true, true]);
    expect(clearAmong([0.04, 0.02, 0.02])).toEqual([false, false, false]);
    expect(clearAmong([0.03, 0.01, 0.03])).toEqual([false, true, false]);
  });
});

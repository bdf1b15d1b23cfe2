import { describe, expect, test } from 'vitest';
import { check } from '../../benchmarks/shared/benchmark.js';
import { largestDifference } from '../../benchmarks/shared/difference.js';
import { createPeak } from '../../benchmarks/shared/peak.js';
import { compare, sharedWinners } from '../../benchmarks/workloads/eqprop-agreement.js';
import { linearity } from '../../benchmarks/workloads/growth.js';

test('a check keeps its limit or not', () => {
  expect(check('speed', 3, { atLeast: 2 })).toEqual({ check: 'speed', value: 3, atLeast: 2, ok: true });
  expect(check('error', 3, { atMost: 2 })).toEqual({ check: 'error', value: 3, atMost: 2, ok: false });
  expect(check('error', Number.NaN, { atMost: 2 })).toMatchObject({ ok: false });
});

test('the largest difference sees every element, and NaN', () => {
  expect(largestDifference([1, 2, 3], [1, 4, 2])).toBe(2);
  expect(largestDifference([1, Number.NaN], [1, 2])).toBeNaN();
  expect(() => largestDifference([1], [1, 2])).toThrow('expected 1 numbers');
});

test('growth that is linear in the weights counts as 1, slower growth as more', () => {
  const at = (weights: number, secondsPerImage: number) => ({ weights, secondsPerImage });
  expect(linearity([at(10, 1), at(20, 9), at(40, 4)])).toBe(1);
  expect(linearity([at(10, 1), at(40, 2)])).toBe(2);
});

describe('agreement of two networks', () => {
  test('counts winners in common', () => {
    const a = Float32Array.of(3, 2, 1, 0, 0, 1, 2, 3);
    const b = Float32Array.of(3, 0, 2, 0, 0, 1, 2, 3);
    expect(sharedWinners(a, a, { units: 4, k: 2 })).toBe(1);
    expect(sharedWinners(a, b, { units: 4, k: 2 })).toBe(3 / 4);
  });

  test('compares updates by angle and length', () => {
    expect(compare(Float32Array.of(3, 0), Float32Array.of(1, 0))).toEqual({ cosine: 1, lengthRatio: 3 });
    expect(compare(Float32Array.of(3, 0), Float32Array.of(0, 1)).cosine).toBe(0);
  });
});

test('the peak loop multiplies and adds in every chain', async () => {
  const peak = await createPeak();
  // Chain i starts at 1 + i / 16; each step halves its distance from 1.
  const sum = (steps: number) => 12 + (66 / 16) * 2 ** -steps;
  for (const steps of [0, 1, 5]) expect(peak.run(steps)).toBeCloseTo(sum(steps), 5);
  expect(peak.flop(10)).toBe(960);
});

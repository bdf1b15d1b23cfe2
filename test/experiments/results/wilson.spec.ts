import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { wilsonInterval } from '../../../src/experiments/results/wilson.js';

/**
 * The interval is where the score test is at its limit: (p - q)^2 = z^2 q (1 - q) / n at both ends
 * q.
 */
test.prop([fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 1, noNaN: true })])(
  'solves the score equation and holds the fraction, inside [0, 1]',
  (n, fraction) => {
    const ends = wilsonInterval(fraction, n);
    for (const end of ends) {
      const score = (1.959963984540054 ** 2 * end * (1 - end)) / n;
      expect((fraction - end) ** 2).toBeCloseTo(score, 10);
    }
    expect(ends[0]).toBeGreaterThanOrEqual(0);
    expect(ends[0]).toBeLessThanOrEqual(fraction + 1e-12);
    expect(ends[1]).toBeGreaterThanOrEqual(fraction - 1e-12);
    expect(ends[1]).toBeLessThanOrEqual(1);
  },
);

it('knows nothing without trials', () => {
  expect(wilsonInterval(0.5, 0)).toEqual([0, 1]);
});

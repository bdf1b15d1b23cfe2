import { expect, it } from 'vitest';
import { scheduleFactor } from '../../../src/learning/optimizers/schedule.js';

it.each([
  ['linear', [1, 0.8, 0.6, 0.2, 0.2]],
  ['exponential', [1, 0.2 ** 0.25, 0.2 ** 0.5, 0.2, 0.2 ** 2.25]],
  ['constant', [1, 1, 1, 1, 1]],
] as const)('the %s schedule goes from its start as its name says', (kind, expected) => {
  for (const start of [1, 0.5]) {
    const factors = [0, 1, 2, 4, 9].map((epoch) =>
      scheduleFactor(epoch, { kind, start, end: 0.2 * (kind === 'linear' ? start : 1), epochs: 4 }),
    );
    expected.forEach((factor, i) => {
      expect(factors[i]).toBeCloseTo(start * factor, 12);
    });
  }
});

it('a linear schedule may rise', () => {
  const rising = { kind: 'linear', start: 0.001, end: 0.1, epochs: 200 } as const;
  expect([0, 100, 200].map((epoch) => scheduleFactor(epoch, rising))).toEqual([0.001, 0.0505, 0.1]);
});

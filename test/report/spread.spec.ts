import { fc, test } from '@fast-check/vitest';
import { expect, it } from 'vitest';
import { spread } from '../../src/report/spread.js';

const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 12 });

test.prop([values])('keeps neighbours a gap apart, in their order, below the top', (heights) => {
  const out = spread(heights, 5, 100);
  const sorted = [...out].sort((a, b) => a - b);
  for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThan(5 - 1e-9);
  expect(sorted.at(-1)).toBeLessThanOrEqual(100);
  heights.forEach((a, i) => {
    heights.forEach((b, j) => {
      if (a < b) expect(out[i]).toBeLessThan(out[j]!);
    });
  });
});

it('leaves values alone that have room', () => {
  expect(spread([30, 10, 20], 5, 100)).toEqual([30, 10, 20]);
});

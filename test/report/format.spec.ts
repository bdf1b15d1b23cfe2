import { expect, it } from 'vitest';
import { duration, percent, quantity, signedPoints } from '../../src/report/format.js';
import { runLabels } from '../../src/report/run-facts.js';
import { run } from './sample-result.js';

it.each([
  [percent, 0.87104, '87.10'],
  [percent, 1, '100.00'],
  [percent, Number.NaN, '–'],
  [signedPoints, 0.0012, '+0.12'],
  [signedPoints, -0.0012, '-0.12'],
  [signedPoints, -0.00001, '0.00'],
  [duration, 0.84, '0.8 s'],
  [duration, 59.96, '1 min 00 s'],
  [duration, 185, '3 min 05 s'],
  [duration, 3599.7, '1 h 00 min'],
  [duration, 7380, '2 h 03 min'],
  [quantity, 12345.6, '12,346'],
  [quantity, 3.21, '3.2'],
  [quantity, Number.POSITIVE_INFINITY, '–'],
] as const)('%o(%d) = %s', (format, value, text) => {
  expect(format(value)).toBe(text);
});

it('labels runs apart that share an id, and only those', () => {
  const runs = [run('a', 1), run('b', 1), run('b', 1, { seed: 2 }), run('c', 1), run('c', 1)];
  expect(runLabels(runs)).toEqual(['a', 'b, seed 1', 'b, seed 2', 'c, seed 1, no. 4', 'c, seed 1, no. 5']);
});

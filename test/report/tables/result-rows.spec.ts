import { expect, test } from 'vitest';
import { csvOf, resultRows } from '../../../src/report/tables/result-rows.js';
import { meanOf, result, run } from '../sample-result.js';

test('a row ends with the number of seeds that its figures are means over', () => {
  const mean = meanOf('eqprop-chip', [0.7, 0.8, 0.9], [0.55, 1.05]);
  const rows = resultRows(result({ runs: [run('eqprop-ideal', 0.9), mean] }));
  expect(rows.map(({ seeds }) => seeds)).toEqual([1, 3]);
  expect(csvOf(rows).split('\n')[0]).toMatch(/,seconds,seeds$/);
});

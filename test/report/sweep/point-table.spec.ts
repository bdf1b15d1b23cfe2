import { expect, test } from 'vitest';
import { sweepRows } from '../../../src/report/sweep/point-table.js';
import { csvOf, jsonLinesOf } from '../../../src/report/tables/result-rows.js';
import { sweep } from './sample-sweep.js';

test('the values of a point stay numbers, texts and null; a list or a mapping is written as JSON', () => {
  const [point] = sweep([]).points;
  const values = { noise: 0.02, preset: 'pcm', bits: null, layers: [64, 10] };
  const rows = sweepRows({ ...point!, values }, Object.keys(values));
  expect(JSON.parse(jsonLinesOf(rows))).toMatchObject({ ...values, layers: '[64,10]' });
  expect(csvOf(rows)).toContain(',0.02,pcm,,"[64,10]",');
});

import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { sweepTable } from '../../../src/cli/sweep/sweep-table.js';
import type { Learned } from '../../../src/experiments/results/result.js';
import { sweepHtml } from '../../../src/report/sweep/sweep-html.js';
import { sweepSamples } from '../../../src/report/sweep/sweep-samples.js';
import { sweepSummary } from '../../../src/report/sweep/sweep-summary.js';
import { sweep } from './sample-sweep.js';

const dead: Learned = { status: 'not-learned', reason: 'its numbers became non-finite', reference: null };

/** The sample sweep in which the runs of the first `count` points did not learn. */
function withDead(count: number) {
  const found = sweep(['noise']);
  const points = found.points.map((point) => ({
    ...point,
    runs: point.runs.map((run) => (point.index < count ? { ...run, learned: dead } : run)),
  }));
  return { ...found, points };
}

const sentences = (count: number) => sweepSummary(withDead(count), sweepSamples(withDead(count)));

test('the summary of a sweep counts the runs that did not learn and names the first six', () => {
  expect(sentences(0).join(' ')).not.toContain('did not learn');
  expect(sentences(2)).toContain(
    'Runs that did not learn: 2 (eqprop-chip of point 0, eqprop-chip of point 1). The table marks them all.',
  );
  expect(sentences(7).find((text) => text.startsWith('Runs that did not learn: 7'))).toMatch(
    /eqprop-chip of point 5 and more\)/,
  );
});

test('the tables on the terminal and on the page mark each point whose run did not learn', () => {
  const rows = sweepTable(withDead(2)).split('\n').slice(1);
  expect(rows.map((row) => row.includes('did not learn: eqprop-chip'))).toEqual(rows.map((_, i) => i < 2));
  const cells = [...parseHTML(sweepHtml(withDead(2))).document.querySelectorAll('tbody tr')].map(
    (row) => row.lastElementChild!.previousElementSibling!.textContent,
  );
  expect(cells).toHaveLength(9);
  expect(cells.map((text) => text === 'did not learn')).toEqual(cells.map((_, i) => i < 2));
});

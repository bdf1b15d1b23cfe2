import { describe, expect, it } from 'vitest';
import { resultTable } from '../../../src/report/tables/table.js';
import { chipAt, meanOf, NONE, result, run } from '../sample-result.js';

const cells = (line: string) => line.trim().split(/ {2,}/);

describe('resultTable', () => {
  it('has a line per run with percentages, difference and interval, time and rate', () => {
    const [titles, ...rows] = resultTable(result(), { width: 200 }).split('\n').map(cells);
    expect(titles).toEqual([
      'run',
      'rule',
      'hardware',
      'average %',
      'max %',
      'difference (95 %, one chip)',
      'against',
      'training',
      'images/s',
    ]);
    expect(rows[0]).toEqual([
      'backprop-ideal',
      'backprop',
      'ideal',
      '92.34',
      '88.34',
      '–',
      '–',
      '1 min 15 s',
      '6,312',
    ]);
    expect(rows[2]).toEqual([
      'eqprop-chip',
      'eqprop',
      'reram-array-hfo2',
      '87.10',
      '83.10',
      '-2.30 (-2.90 to -1.70)',
      'eqprop-ideal',
      '1 min 15 s',
      '6,312',
    ]);
  });

  it('says in the title what the intervals hold for: the seeds, or one chip', () => {
    const titleOf = (runs: ReturnType<typeof run>[]) =>
      cells(resultTable(result({ runs }), { width: 200 }).split('\n')[0]!).find((title) =>
        title.startsWith('difference'),
      );
    const mean = meanOf('eqprop-chip', [0.7, 0.8, 0.9], [0.6, 1]);
    expect(titleOf([mean])).toBe('difference (95 %, 3 seeds)');
    expect(titleOf([mean, run('eqprop-ideal', 0.9)])).toBe('difference (95 %, 1 or 3 seeds)');
    expect(titleOf([run('eqprop-chip', 0.8)])).toBe('difference (95 %, one chip)');
  });

  it('aligns: every accuracy ends in the same character column', () => {
    const lines = resultTable(result(), { width: 200 }).split('\n');
    const ends = ['average %', '92.34', '89.40', '87.10'].map(
      (text, i) => lines[i]!.indexOf(text) + text.length,
    );
    expect(new Set(ends).size).toBe(1);
  });

  it.each([120, 100, 80, 60])('fits into %i characters and keeps run, average and difference', (width) => {
    const lines = resultTable(result(), { width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(lines[3]).toMatch(/^eqprop-chip .*87\.10.*-2\.30 \(-2\.90 to -1\.70\)/);
  });

  it('colours a difference only where its interval leaves out zero', () => {
    const coloured = (delta: number, low: number, high: number) =>
      resultTable(chipAt(delta, [low, high]), { color: true });
    expect(coloured(-0.02, -0.03, -0.01)).toContain('\u001b[33m-2.00');
    expect(coloured(0.02, 0.01, 0.03)).toContain('\u001b[32m+2.00');
    expect(coloured(0.02, -0.01, 0.05)).not.toMatch(/\[3[23]m/);
    expect(resultTable(chipAt(0.02, [0.01, 0.03]))).not.toContain('\u001b');
  });

  it('shows what was measured: a dash for a missing accuracy, the test column for supervised runs', () => {
    const unfinished = result({ runs: [run('eqprop-chip', null, { status: 'interrupted' })] });
    expect(cells(resultTable(unfinished, { width: 200 }).split('\n')[1]!).slice(0, 5)).toEqual([
      'eqprop-chip (interrupted)',
      'eqprop',
      'reram-array-hfo2',
      '–',
      '–',
    ]);
    const supervised = result({ runs: [run('chip', null, { accuracy: { ...NONE, test: 0.951 } })] });
    expect(resultTable(supervised)).toMatch(/test %[\s\S]*95\.10/);
    expect(resultTable(supervised)).not.toContain('average');
  });

  it('gives the titles alone for a result without runs', () => {
    expect(resultTable(result({ runs: [] })).split('\n')).toHaveLength(1);
  });
});

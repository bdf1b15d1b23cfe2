import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { sweepHtml } from '../../../src/report/sweep/sweep-html.js';
import { grouped, sweepSamples } from '../../../src/report/sweep/sweep-samples.js';
import { accuracyAt, sweep } from './sample-sweep.js';

const page = (fields: readonly string[]) => parseHTML(sweepHtml(sweep(fields))).document;
const labels = (fields: readonly string[]) =>
  [...page(fields).querySelectorAll('.wide svg')].map((svg) => svg.getAttribute('aria-label'));

describe('sweepHtml', () => {
  it.each([
    [['hardware.read.noise'], /^Accuracy against noise: 0: 89\.80 %, 1: 88\.80 %, 2: 87\.85 %$/],
    [
      ['a.noise', 'a.levels'],
      /^Accuracy of eqprop-chip in percent over noise and levels, from 85\.85 to 89\.80$/,
    ],
    [['a', 'b', 'c'], /^Parallel coordinates of 80 points of eqprop-chip: a, b, c, accuracy$/],
  ])('draws what fits the fields %j', (fields, label) => {
    expect(labels(fields)).toHaveLength(1);
    expect(labels(fields)[0]).toMatch(label);
  });

  it('draws nothing where only seeds vary, and says so', () => {
    expect(labels([])).toEqual([]);
    expect(page([]).querySelector('.summary')!.textContent).toContain(
      '3 points that vary seeds alone; 2 done.',
    );
  });

  it('says the best and the worst with their intervals, and what failed', () => {
    const text = page(['noise']).querySelector('.summary')!.textContent!;
    // 0.899, 0.898, 0.897: t(2) 4.3027 * 0.1 points / sqrt 3 = 0.248 points.
    expect(text).toContain('highest, 89.80 % (95 % interval 89.55 to 90.05 over 3 seeds) at noise 0');
    expect(text).toContain('at noise 2');
    expect(text).toContain('1 failed');
  });

  it('has a row per point, its error as text, and all of it as CSV', () => {
    const document = page(['noise']);
    const rows = [...document.querySelectorAll('tbody tr')].map((row) => row.textContent);
    expect(rows).toHaveLength(9);
    expect(rows[8]).toContain('it <broke>');
    const csv = document.querySelector('details.csv code')!.textContent!.trim().split('\n');
    expect(csv[0]).toBe('point,key,noise,seed,run,status,average,max,linear,test,seconds,error');
    expect(Number(csv[1].split(',')[6])).toBeCloseTo(accuracyAt([0], 1), 12);
  });
});

it('samples of one place are one group, whose interval is an accuracy', () => {
  const found = sweepSamples(sweep(['noise']));
  expect(grouped(found.samples).map(({ count }) => count)).toEqual([3, 3, 2]);
  const wild = [0, 100].map((accuracy) => ({ id: 'a', at: [], accuracy }));
  expect(grouped(wild)[0].interval).toEqual([0, 100]);
});

import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from '../../src/experiments/results/wilson.js';
import { accuracyChart } from '../../src/report/charts/accuracy-chart.js';
import { learningCurves } from '../../src/report/charts/learning-curves.js';
import { SERIES_COLOURS } from '../../src/report/charts/svg-plot.js';
import { result, run } from './sample-result.js';

const parse = (svg: string | null) => parseHTML(`<html>${svg}</html>`).document.querySelector('svg')!;
const numbers = (element: Element, ...names: string[]) =>
  names.map((name) => Number(element.getAttribute(name)));
const texts = (svg: Element) => [...svg.querySelectorAll('text')].map((text) => text.textContent);

describe('accuracyChart', () => {
  it('draws bars in proportion to the accuracies, in the colours of the runs', () => {
    const bars = [...parse(accuracyChart(result())).querySelectorAll('[aria-label=bar] rect')];
    const widths = bars.map((bar) => numbers(bar, 'width')[0]!);
    expect(bars.map((bar) => bar.getAttribute('fill'))).toEqual(SERIES_COLOURS.slice(0, 3));
    expect(widths[2]! / widths[0]!).toBeCloseTo(0.871 / 0.9234, 6);
  });

  it('draws the Wilson interval of the test set as whiskers', () => {
    const svg = parse(accuracyChart(result({ runs: [run('chip', 0.8)] })));
    const [left, width] = numbers(svg.querySelector('[aria-label=bar] rect')!, 'x', 'width');
    const [x1, x2] = numbers(svg.querySelector('[aria-label=rule] line')!, 'x1', 'x2');
    const toFraction = (x: number) => (0.8 * (x - left!)) / width!;
    const [low, high] = wilsonInterval(0.8, 10000);
    expect(toFraction(x1!)).toBeCloseTo(low, 4);
    expect(toFraction(x2!)).toBeCloseTo(high, 4);
  });

  it('draws the interval of a mean over seeds as whiskers, no further than the axis', () => {
    const intervals = { average: [0.74, 1.02] as const };
    const svg = parse(accuracyChart(result({ runs: [run('chip', 0.88, { intervals })] })));
    const [left, width] = numbers(svg.querySelector('[aria-label=bar] rect')!, 'x', 'width');
    const [x1, x2] = numbers(svg.querySelector('[aria-label=rule] line')!, 'x1', 'x2');
    const toFraction = (x: number) => (0.88 * (x - left!)) / width!;
    expect(toFraction(x1!)).toBeCloseTo(0.74, 4);
    expect(toFraction(x2!)).toBeCloseTo(1, 4);
  });

  it('is one described image that writes its figures', () => {
    const svg = parse(accuracyChart(result()));
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.getAttribute('aria-label')).toContain('eqprop-chip 87.10 %');
    expect(texts(svg)).toEqual(expect.arrayContaining(['eqprop-chip', '87.10 %', '89.40 %', '92.34 %']));
  });

  it('says where nothing was measured, and keeps runs apart that share an id', () => {
    const svg = parse(accuracyChart(result({ runs: [run('a', 0.5), run('a', null, { seed: 2 })] })));
    expect(texts(svg)).toEqual(expect.arrayContaining(['a, seed 1', 'a, seed 2', '50.00 %', 'not measured']));
  });
});

describe('learningCurves', () => {
  it.each([680, 360])('draws a line and a name for each run, %i pixels wide', (width) => {
    const svg = parse(learningCurves(result(), { width }));
    const lines = [...svg.querySelectorAll('[aria-label=line]')];
    expect(lines.map((line) => line.getAttribute('stroke'))).toEqual(SERIES_COLOURS.slice(0, 3));
    expect(texts(svg)).toEqual(expect.arrayContaining(result().runs.map(({ id }) => id)));
  });

  it('takes the epochs of a run without a curve', () => {
    const accuracy = (average: number) => ({ average, max: null, linear: null, test: null });
    const epochs = [0.5, 0.7, 0.9].map((a, i) => ({ epoch: i + 1, accuracy: accuracy(a), seconds: 1 }));
    const svg = parse(learningCurves(result({ runs: [run('chip', 0.9, { curve: [], epochs })] })));
    expect(svg.querySelectorAll('[aria-label=dot]')[0]!.querySelectorAll('circle')).toHaveLength(3);
    expect(texts(svg)).toContain('160,000');
  });

  it('leaves out points that are not finite, and the chart without any point', () => {
    const curve = [
      { images: 10, average: 0.5 },
      { images: 20, average: Number.NaN },
    ];
    const svg = parse(learningCurves(result({ runs: [run('chip', 0.5, { curve })] })));
    expect(svg.querySelectorAll('[aria-label=dot]')[0]!.querySelectorAll('circle')).toHaveLength(1);
    expect(texts(svg)).toContain('50 %');
    expect(learningCurves(result({ runs: [run('chip', null)] }))).toBeNull();
    expect(learningCurves(result({ runs: [] }))).toBeNull();
  });
});

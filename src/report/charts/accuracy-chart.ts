import * as Plot from '@observablehq/plot';
import type { ExperimentResult, RunResult } from '../../experiments/results/result.js';
import { wilsonInterval } from '../../experiments/results/wilson.js';
import { percent } from '../format.js';
import { type Headline, headline, runLabels } from '../run-facts.js';
import { seriesColour, svgPlot } from './svg-plot.js';

const ROW = 54;
const BAR = 18;

/**
 * Bars of the accuracy of every run, from 0 to 100 %, as an SVG string `width` pixels wide. The
 * whiskers of a mean over seeds are its own 95 % interval, as far as it lies on the axis; those of
 * a single run the 95 % Wilson interval for the number of test images: what another test set of
 * that size could have given.
 */
export function accuracyChart(result: ExperimentResult, { width = 640 } = {}): string {
  const labels = runLabels(result.runs);
  const all = result.runs.map((run, i) => {
    const found = headline(run);
    const value = found?.value ?? null;
    const [low, high] = found ? interval(run, found, result.dataset.test) : [0, 0];
    return { label: labels[i]!, value, low: 100 * low, high: 100 * high, colour: seriesColour(i) };
  });
  const bars = all.filter((bar) => bar.value !== null);
  const caption = (bar: (typeof all)[number]) =>
    bar.value === null ? 'not measured' : `${percent(bar.value)} %`;
  const row = { y: 'label', stroke: 'currentColor' } as const;
  const centred = { insetTop: (ROW - BAR) / 2, insetBottom: (ROW - BAR) / 2 };
  return svgPlot({
    ariaLabel: `Bar chart of accuracy: ${all.map((bar) => `${bar.label} ${caption(bar)}`).join(', ')}`,
    width,
    height: ROW * all.length + 48,
    marginLeft: 4,
    marginRight: 8,
    marginTop: 0,
    marginBottom: 44,
    x: {
      domain: [0, 100],
      ticks: width < 480 ? 5 : 10,
      label: 'accuracy on the test set, %',
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: { domain: labels, axis: null, padding: 0 },
    marks: [
      Plot.gridX({ stroke: 'currentColor', strokeOpacity: 0.12 }),
      Plot.barX(bars, { x: (bar) => 100 * bar.value!, y: 'label', fill: 'colour', ...centred }),
      Plot.ruleY(bars, { ...row, x1: 'low', x2: 'high', strokeWidth: 1.5 }),
      Plot.tickX(bars, { ...row, x: 'low', insetTop: 22, insetBottom: 22 }),
      Plot.tickX(bars, { ...row, x: 'high', insetTop: 22, insetBottom: 22 }),
      Plot.text(all, {
        y: 'label',
        x: 0,
        text: 'label',
        textAnchor: 'start',
        dx: 6,
        dy: -18,
        fontWeight: 600,
      }),
      Plot.text(all, { y: 'label', x: 100, text: caption, textAnchor: 'end', dy: -18 }),
      Plot.ruleX([0], { stroke: 'currentColor' }),
    ],
  });
}

/** Student's t knows no bounds: a mean of few seeds can have an interval that leaves [0, 1]. */
function interval(
  { intervals }: RunResult,
  { kind, value }: Headline,
  testImages: number,
): readonly [low: number, high: number] {
  const [low, high] = intervals?.[kind] ?? wilsonInterval(value, testImages);
  return [Math.max(0, low), Math.min(1, high)];
}

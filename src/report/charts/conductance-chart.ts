import * as Plot from '@observablehq/plot';
import type { ConductanceHistogram } from '../../experiments/results/result.js';
import { seriesColour, svgPlot } from './svg-plot.js';

/** Conductances of all cells before and after training, one outline each, as an SVG string. */
export function conductanceChart(
  { fromS, toS, before, after }: ConductanceHistogram,
  { width = 680 } = {},
): string {
  const binS = (toS - fromS) / before.length;
  const cells = before.reduce((sum, count) => sum + count, 0);
  const unit = toS >= 1e-6 ? { factor: 1e6, name: 'uS' } : { factor: 1e9, name: 'nS' };
  const bars = (counts: readonly number[]) =>
    counts.map((count, i) => ({
      x1: unit.factor * (fromS + i * binS),
      x2: unit.factor * (fromS + (i + 1) * binS),
      share: (100 * count) / cells,
    }));
  const both = [
    { name: 'after programming, before training', bars: bars(before), colour: seriesColour(4) },
    { name: 'after training', bars: bars(after), colour: seriesColour(0) },
  ];
  return svgPlot({
    ariaLabel: `Histogram of the conductances of ${cells} cells before and after training`,
    width,
    height: 320,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 52,
    marginBottom: 48,
    x: { label: `conductance, ${unit.name}`, labelArrow: 'none', labelAnchor: 'center' },
    y: { label: null, grid: true, tickFormat: (tick: number) => `${tick} %` },
    marks: [
      ...both.flatMap(({ name, bars: own, colour }, i) => [
        Plot.rectY(own, { x1: 'x1', x2: 'x2', y: 'share', fill: colour, fillOpacity: 0.45 }),
        Plot.text([`■ ${name}`], {
          frameAnchor: 'top-left',
          textAnchor: 'start',
          dy: -40 + 18 * i,
          fill: colour,
          fontWeight: 600,
        }),
      ]),
      Plot.ruleY([0], { stroke: 'currentColor' }),
    ],
  });
}

import * as Plot from '@observablehq/plot';
import type { HomeostasisTrace } from '../../experiments/results/result.js';
import { seriesColour, svgPlot } from './svg-plot.js';

/**
 * Homeostasis thresholds over training, in units of the neurons' state, as an SVG string: thin
 * lines for single neurons, a band from the lowest to the highest of all. `range`: of the DACs,
 * drawn where it is in sight.
 */
export function homeostasisChart(
  { samples }: HomeostasisTrace,
  { width = 680, range = null }: { width?: number; range?: number | null } = {},
): string {
  const lines = samples.flatMap(({ images, values }) => values.map((h, unit) => ({ images, h, unit })));
  const lowest = Math.min(...samples.map((sample) => sample.lowest));
  const highest = Math.max(...samples.map((sample) => sample.highest));
  const walls =
    range === null ? [] : [-range, range].filter((wall) => wall >= 1.5 * lowest && wall <= 1.5 * highest);
  return svgPlot({
    ariaLabel: `Homeostasis thresholds over ${samples.at(-1)?.images ?? 0} images, between ${lowest} and ${highest}`,
    width,
    height: 300,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 48,
    x: {
      label: 'training images seen',
      labelArrow: 'none',
      labelAnchor: 'center',
      ticks: width < 480 ? 3 : 6,
    },
    y: { label: 'H, units of the state', labelArrow: 'none', grid: true, nice: true },
    marks: [
      Plot.areaY(samples, {
        x: 'images',
        y1: 'lowest',
        y2: 'highest',
        fill: seriesColour(0),
        fillOpacity: 0.15,
      }),
      Plot.lineY(lines, {
        x: 'images',
        y: 'h',
        z: 'unit',
        stroke: seriesColour(0),
        strokeWidth: 1.25,
        strokeOpacity: 0.9,
      }),
      Plot.ruleY(walls, { stroke: seriesColour(2), strokeDasharray: '5 4' }),
      Plot.ruleY([0], { stroke: 'currentColor', strokeOpacity: 0.5 }),
    ],
  });
}

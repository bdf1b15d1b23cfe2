import * as Plot from '@observablehq/plot';
import { legend, legendRow } from '../legend.js';
import { seriesColour, svgPlot } from './svg-plot.js';

/** A quantity against a level, such as accuracy against read noise. */
export interface LevelSeries {
  readonly name: string;
  readonly points: readonly LevelPoint[];
  /** Drawn dashed, as what others are set against. Default false. */
  readonly isReference?: boolean;
}

export interface LevelPoint {
  readonly level: number;
  readonly mean: number;
  /** null = no band. */
  readonly ci95: readonly [number, number] | null;
}

export interface LevelChartOptions {
  /** Of the horizontal and the vertical axis, in words and units. */
  readonly x: string;
  readonly y: string;
  /** Multiplies values; 100 for percent. 1 by default. */
  readonly scale?: number;
  readonly width?: number;
}

/**
 * Lines with bands of their 95 % intervals over seeds, as an SVG string. Levels stand in their
 * order at equal distances: they may span decades and hold 0, which no logarithm can.
 */
export function levelChart(
  series: readonly LevelSeries[],
  { x, y, scale = 1, width = 680 }: LevelChartOptions,
): string {
  const levels = [...new Set(series.flatMap(({ points }) => points.map(({ level }) => level)))].sort(
    (a, b) => a - b,
  );
  const place = new Map(levels.map((level, i) => [level, i]));
  const lines = series.map(({ name, points, isReference = false }, i) => ({
    name,
    isReference,
    colour: seriesColour(i),
    points: points.map(({ level, mean, ci95 }) => ({
      x: place.get(level)!,
      y: scale * mean,
      low: scale * (ci95?.[0] ?? mean),
      high: scale * (ci95?.[1] ?? mean),
    })),
  }));
  const said = series.map(
    ({ name, points }) =>
      `${name} from ${show(scale * (points[0]?.mean ?? 0))} to ${show(scale * (points.at(-1)?.mean ?? 0))}`,
  );
  return svgPlot({
    ariaLabel: `${y} against ${x}: ${said.join(', ')}`,
    width,
    height: 356 + legendRow * lines.length,
    marginLeft: 52,
    marginRight: 16,
    marginTop: 32 + legendRow * lines.length,
    marginBottom: 48,
    x: {
      domain: [-0.15, levels.length - 0.85],
      ticks: levels.map((_, i) => i),
      tickFormat: (i: number) => (Number.isInteger(i) && levels[i] !== undefined ? show(levels[i]!) : ''),
      label: x,
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: { label: y, labelArrow: 'none', grid: true, nice: true },
    marks: [
      ...lines.flatMap(({ points, colour, isReference }) => [
        Plot.areaY(points, { x: 'x', y1: 'low', y2: 'high', fill: colour, fillOpacity: 0.16 }),
        Plot.lineY(points, {
          x: 'x',
          y: 'y',
          stroke: colour,
          strokeWidth: 2.5,
          ...(isReference && { strokeDasharray: '6 4' }),
        }),
        Plot.dot(points, { x: 'x', y: 'y', fill: colour, r: isReference ? 0 : 3.5 }),
      ]),
      ...legend(lines),
    ],
  });
}

function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}

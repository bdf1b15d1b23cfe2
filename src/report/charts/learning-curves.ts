import * as Plot from '@observablehq/plot';
import type { ExperimentResult, RunResult } from '../../experiments/results/result.js';
import { headline, runLabels } from '../run-facts.js';
import { spread } from '../spread.js';
import { seriesColour, svgPlot } from './svg-plot.js';

/** One line of the chart. */
interface Line {
  readonly label: string;
  readonly colour: string;
  /** Accuracy in percent after `images` training images. */
  readonly points: readonly { readonly images: number; readonly accuracy: number }[];
}

const HEIGHT = 320;
const MARGIN = { top: 14, bottom: 44 };
/** Between two names in the key, in pixels. */
const NAME_GAP = 18;
/** Mean width of a character of a name, in pixels. */
const CHARACTER = 7.2;
/**
 * From this width on the names stand beside the ends of the lines, below it in the lower right
 * corner.
 */
const BESIDE_FROM = 480;
/** More points than this are drawn without dots. */
const DOTS_UP_TO = 30;

/**
 * Accuracy against training images seen, one line per run, as an SVG string `width` pixels wide:
 * the run's curve, or its accuracy after each epoch where it has none. Null when no run has a
 * point.
 */
export function learningCurves(result: ExperimentResult, { width = 640 } = {}): string | null {
  const lines = linesOf(result);
  if (lines.length === 0) return null;
  const points = lines.flatMap((line) => line.points);
  const domain = percentDomain(points.map((point) => point.accuracy));
  const end = Math.max(...points.map((point) => point.images));
  const beside = width >= BESIDE_FROM;
  const key = keyOf(lines, domain, beside);
  const longest = Math.max(...lines.map((line) => line.label.length));
  const atEnd = { x: end, y: 'height' } as const;
  return svgPlot({
    ariaLabel: `Learning curves of ${lines.map((line) => line.label).join(', ')}`,
    width,
    height: HEIGHT,
    marginLeft: 48,
    marginRight: beside ? 30 + CHARACTER * longest : 12,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    x: {
      domain: [0, end],
      ticks: beside ? 6 : 3,
      label: 'training images seen',
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: { domain, label: null, tickFormat: (tick: number) => `${tick} %`, ticks: 5 },
    marks: [
      Plot.gridY({ stroke: 'currentColor', strokeOpacity: 0.12, ticks: 5 }),
      Plot.ruleY([domain[0]], { stroke: 'currentColor' }),
      ...lines.map(({ points: own, colour: stroke }) =>
        Plot.lineY(own, { x: 'images', y: 'accuracy', stroke, strokeWidth: 2 }),
      ),
      ...lines
        .filter((line) => line.points.length <= DOTS_UP_TO)
        .map(({ points: own, colour: fill }) => Plot.dot(own, { x: 'images', y: 'accuracy', fill, r: 3 })),
      Plot.dot(key, { ...atEnd, fill: 'colour', r: 5, dx: beside ? 14 : -6 }),
      Plot.text(key, {
        ...atEnd,
        text: 'label',
        textAnchor: beside ? 'start' : 'end',
        dx: beside ? 24 : -16,
      }),
    ],
  });
}

function linesOf(result: ExperimentResult): Line[] {
  const labels = runLabels(result.runs);
  return result.runs
    .map((run, i) => ({
      label: labels[i]!,
      colour: seriesColour(i),
      points: pointsOf(run, result.dataset.train),
    }))
    .filter((line) => line.points.length > 0);
}

function pointsOf(run: RunResult, imagesPerEpoch: number): Line['points'] {
  const points = run.curve?.length
    ? run.curve.map(({ images, average }) => ({ images, accuracy: 100 * average }))
    : run.epochs.map(({ epoch, accuracy }) => ({
        images: epoch * imagesPerEpoch,
        accuracy: 100 * (headline({ accuracy })?.value ?? Number.NaN),
      }));
  return points.filter(({ accuracy }) => Number.isFinite(accuracy));
}

/** The multiples of ten around the values, inside [0, 100]. */
function percentDomain(values: readonly number[]): readonly [number, number] {
  const low = Math.min(90, 10 * Math.floor(Math.min(...values) / 10));
  return [low, Math.max(low + 10, 10 * Math.ceil(Math.max(...values) / 10))];
}

/**
 * The name of each line with its height on the y axis: that of the line's last point, or stacked up
 * from the axis.
 */
function keyOf(lines: readonly Line[], [low, high]: readonly [number, number], beside: boolean) {
  const gap = (NAME_GAP * (high - low)) / (HEIGHT - MARGIN.top - MARGIN.bottom);
  const ends = lines.map((line) => line.points.at(-1)!.accuracy);
  const stacked = lines.map((_, i) => low + gap * (lines.length - i - 0.25));
  const heights = beside ? spread(ends, gap, high) : stacked;
  return lines.map(({ label, colour }, i) => ({ label, colour, height: heights[i]! }));
}

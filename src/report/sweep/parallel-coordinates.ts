import * as Plot from '@observablehq/plot';
import { svgPlot } from '../charts/svg-plot.js';
import { accuracyScale } from './accuracy-scale.js';
import type { Axis, Sample, SweepSamples } from './sweep-samples.js';

/** More lines than this are thinned out by eye anyway. */
const BOLD_UP_TO = 60;

/**
 * One line a sample of a run through all axes of a sweep and the accuracy, coloured by the accuracy
 * on the scale of all runs: which values go with a good one. Each axis spans what it was given;
 * texts stand at equal distances.
 */
export function parallelCoordinates(
  { axes, samples }: SweepSamples,
  { id, width = 680 }: { id: string; width?: number },
): string {
  const own = samples.filter((sample) => sample.id === id);
  const { least, most, color } = accuracyScale(samples.map(({ accuracy }) => accuracy));
  const upright = [...axes.map(scaleOf), accuracyAxis([least, most])];
  const points = own.flatMap((sample, line) =>
    upright.map(({ name, at }) => ({ line, name, height: at(sample), accuracy: sample.accuracy })),
  );
  const ticks = upright.flatMap(({ name, ticks: all }) => all.map((tick) => ({ name, ...tick })));
  return svgPlot({
    ariaLabel: `Parallel coordinates of ${own.length} points of ${id}: ${upright.map(({ name }) => name).join(', ')}`,
    width,
    height: 360,
    marginLeft: 24,
    marginRight: 64,
    marginTop: 34,
    marginBottom: 12,
    x: {
      type: 'point',
      padding: 0.1,
      domain: upright.map(({ name }) => name),
      label: null,
      axis: 'top',
      tickSize: 0,
    },
    y: { axis: null, domain: [0, 1] },
    color,
    marks: [
      Plot.ruleX(upright, { x: 'name', stroke: 'currentColor', strokeOpacity: 0.4 }),
      Plot.line(points, {
        x: 'name',
        y: 'height',
        z: 'line',
        stroke: 'accuracy',
        strokeWidth: own.length > BOLD_UP_TO ? 0.8 : 1.6,
        strokeOpacity: own.length > BOLD_UP_TO ? 0.6 : 0.9,
      }),
      Plot.text(ticks, {
        x: 'name',
        y: 'height',
        text: 'text',
        textAnchor: 'start',
        dx: 5,
        fill: 'currentColor',
        stroke: 'var(--page, white)',
        strokeWidth: 3,
        fontSize: 11,
      }),
    ],
  });
}

interface Upright {
  readonly name: string;
  /** In [0, 1]. */
  readonly at: (sample: Sample) => number;
  readonly ticks: readonly { readonly height: number; readonly text: string }[];
}

function scaleOf({ name, values, numeric }: Axis, index: number): Upright {
  // Numbers rise.
  const [least, most] = numeric ? [values[0] as number, values.at(-1) as number] : [0, values.length - 1];
  const height = (value: string | number) =>
    ((numeric ? (value as number) : values.indexOf(value)) - least) / (most - least);
  const shown =
    values.length <= 8 ? values : [values[0] as string | number, values.at(-1) as string | number];
  const text = (value: string | number) =>
    numeric ? `${Number((value as number).toPrecision(3))}` : `${value}`;
  return {
    name,
    at: (sample) => height(sample.at[index] as string | number),
    ticks: shown.map((value) => ({ height: height(value), text: text(value) })),
  };
}

function accuracyAxis([least, most]: readonly [number, number]): Upright {
  const span = most - least || 1;
  const ends = most === least ? [least] : [least, most];
  return {
    name: 'accuracy',
    at: ({ accuracy }) => (accuracy - least) / span,
    ticks: ends.map((value) => ({ height: (value - least) / span, text: `${value.toFixed(1)} %` })),
  };
}

import * as Plot from '@observablehq/plot';
import { svgPlot } from '../svg-plot.js';
import { grouped, type SweepSamples } from './sweep-samples.js';

const ROW = 34;

/** Mean accuracy over the two axes of a sweep for one of its runs: a cell a pair of values, its figure written in it. */
export function heatMap(
  { axes, samples }: SweepSamples,
  { id, width = 680 }: { id: string; width?: number },
): string {
  const [across, down] = axes as [SweepSamples['axes'][0], SweepSamples['axes'][0]];
  const cells = grouped(samples.filter((sample) => sample.id === id)).map(({ at: [x, y], mean }) => ({
    x: `${x}`,
    y: `${y}`,
    mean,
  }));
  const means = cells.map(({ mean }) => mean);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  // Light text on the dark half of the scale.
  const dark = (mean: number) => mean < (least + most) / 2;
  const texts = (which: boolean, fill: string) =>
    Plot.text(
      cells.filter(({ mean }) => dark(mean) === which),
      { x: 'x', y: 'y', text: ({ mean }) => mean.toFixed(width < 480 ? 0 : 1), fill },
    );
  return svgPlot({
    ariaLabel: `Accuracy of ${id} in percent over ${across.name} and ${down.name}, from ${least.toFixed(2)} to ${most.toFixed(2)}`,
    width,
    height: ROW * down.values.length + 64,
    marginLeft: 76,
    marginRight: 8,
    marginBottom: 48,
    x: {
      type: 'band',
      domain: across.values.map(String),
      label: across.name,
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: { type: 'band', domain: down.values.map(String), label: down.name, labelArrow: 'none' },
    color: { type: 'linear', domain: [least, most === least ? least + 1 : most], scheme: 'viridis' },
    marks: [
      Plot.cell(cells, { x: 'x', y: 'y', fill: 'mean', inset: 0.5 }),
      texts(true, '#ffffff'),
      texts(false, '#000000'),
    ],
  });
}

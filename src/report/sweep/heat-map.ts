import * as Plot from '@observablehq/plot';
import { svgPlot } from '../charts/svg-plot.js';
import { accuracyScale } from './accuracy-scale.js';
import { grouped, type SweepSamples } from './sweep-samples.js';

const ROW = 34;

/**
 * Mean accuracy over the two axes of a sweep for one of its runs: a cell a pair of values, its
 * figure written in it. Maps of other runs of the sweep have the same colours.
 */
export function heatMap(
  { axes, samples }: SweepSamples,
  { id, width = 680 }: { id: string; width?: number },
): string {
  const [across, down] = axes as [SweepSamples['axes'][0], SweepSamples['axes'][0]];
  const groups = grouped(samples);
  const { least, most, color } = accuracyScale(groups.map(({ mean }) => mean));
  const cells = groups
    .filter((group) => group.id === id)
    .map(({ at: [x, y], mean }) => ({ x: `${x}`, y: `${y}`, mean }));
  const own = accuracyScale(cells.map(({ mean }) => mean));
  // Light text on the dark half of the scale.
  const dark = (mean: number) => mean < (least + most) / 2;
  const texts = (which: boolean, fill: string) =>
    Plot.text(
      cells.filter(({ mean }) => dark(mean) === which),
      { x: 'x', y: 'y', text: ({ mean }) => mean.toFixed(width < 480 ? 0 : 1), fill },
    );
  return svgPlot({
    ariaLabel: `Accuracy of ${id} in percent over ${across.name} and ${down.name}, from ${own.least.toFixed(2)} to ${own.most.toFixed(2)}`,
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
    color,
    marks: [
      Plot.cell(cells, { x: 'x', y: 'y', fill: 'mean', inset: 0.5 }),
      texts(true, '#ffffff'),
      texts(false, '#000000'),
    ],
  });
}

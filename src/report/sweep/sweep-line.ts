import * as Plot from '@observablehq/plot';
import { seriesColour, svgPlot } from '../charts/svg-plot.js';
import { percent } from '../format.js';
import { legend, legendRow } from '../legend.js';
import { grouped, type SweepSamples } from './sweep-samples.js';

/**
 * Accuracy against the one axis of a sweep, a colour a run or line: the mean over what shares a
 * value, its 95 % interval as a band (a whisker where the axis has no order), every sample as a
 * dot. Several have a legend. `width` in pixels.
 */
export function sweepLine({ axes, samples, ids }: SweepSamples, { width = 680 } = {}): string {
  const [{ name, numeric, values }] = axes as [SweepSamples['axes'][0]];
  const groups = grouped(samples)
    .map(({ at: [x], interval, ...group }) => ({ ...group, x, low: interval?.[0], high: interval?.[1] }))
    .sort((a, b) => (numeric ? (a.x as number) - (b.x as number) : 0));
  const dots = samples.map(({ id, at: [x], accuracy }) => ({ id, x, accuracy }));
  const stroke = ({ id }: { id: string }) => seriesColour(ids.indexOf(id));
  const band = groups.filter(({ low }) => low !== undefined);
  const shared = { x: 'x', y: 'mean', z: 'id', stroke } as const;
  const interval = { x: 'x', y1: 'low', y2: 'high', z: 'id' } as const;
  const told = groups.map(
    ({ id, x, mean }) => `${ids.length > 1 ? `${id} ` : ''}${x}: ${percent(mean / 100)} %`,
  );
  const entries = ids.length > 1 ? ids.map((id, i) => ({ name: id, colour: seriesColour(i) })) : [];
  return svgPlot({
    ariaLabel: `Accuracy against ${name}: ${told.join(', ')}`,
    width,
    height: 340 + legendRow * entries.length,
    marginTop: 20 + legendRow * entries.length,
    marginLeft: 52,
    marginRight: 16,
    marginBottom: 48,
    x: {
      type: numeric ? 'linear' : 'point',
      ...(numeric ? {} : { domain: [...values] as string[] }),
      ticks: width < 480 ? 4 : 8,
      label: name,
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: { label: null, tickFormat: (tick: number) => `${tick} %`, nice: true, ticks: 6 },
    color: { type: 'identity' },
    marks: [
      Plot.gridY({ stroke: 'currentColor', strokeOpacity: 0.12, ticks: 6 }),
      numeric
        ? Plot.areaY(band, { ...interval, fill: stroke, fillOpacity: ids.length > 1 ? 0.12 : 0.2 })
        : Plot.ruleX(band, { ...interval, stroke, strokeWidth: 3, strokeOpacity: 0.5 }),
      ...(numeric ? [Plot.lineY(groups, { ...shared, strokeWidth: 2 })] : []),
      Plot.dot(dots, { x: 'x', y: 'accuracy', fill: stroke, r: 2.5, fillOpacity: 0.6 }),
      ...(numeric ? [] : [Plot.dot(groups, { ...shared, r: 5, strokeWidth: 2 })]),
      ...legend(entries),
    ],
  });
}

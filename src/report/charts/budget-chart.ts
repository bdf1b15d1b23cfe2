import * as Plot from '@observablehq/plot';
import type { BudgetItem, ErrorBudget } from '../../experiments/estimate/estimate-result.js';
import { signedPoints } from '../format.js';
import { seriesColour, svgPlot } from './svg-plot.js';

const ROW = 50;

/**
 * What each non-ideality costs, in points of accuracy, as an SVG string `width` pixels wide: a bar
 * for its share with the 95 % interval over seeds, a circle for what it costs alone and a cross for
 * what its removal gains. The most expensive first, each with the ranks that the seeds leave open.
 */
export function budgetChart({ items }: ErrorBudget, { width = 680 } = {}): string {
  const rows = items.map((item) => ({ ...item, y: item.name }));
  const bounds = rows.flatMap(({ share, alone, removed }) => [
    share.mean,
    alone.mean,
    removed.mean,
    ...(share.ci95 ?? []),
  ]);
  const domain = [100 * Math.min(0, ...bounds), 100 * Math.max(0.001, ...bounds)];
  const span = domain[1]! - domain[0]!;
  const inset = { insetTop: 24, insetBottom: 12 };
  const at = (of: (item: BudgetItem) => number) => (item: BudgetItem) => 100 * of(item);
  const described = rows.map(({ name, share }) => `${name} ${signedPoints(share.mean)} points`);
  return svgPlot({
    ariaLabel: `Error budget: ${described.join(', ')}`,
    width,
    height: ROW * rows.length + 76,
    marginLeft: 8,
    marginRight: 12,
    marginTop: 28,
    marginBottom: 44,
    x: {
      domain: [domain[0]! - 0.02 * span, domain[1]! + 0.02 * span],
      ticks: width < 480 ? 4 : 8,
      label: 'cost in points of accuracy',
      labelArrow: 'none',
      labelAnchor: 'center',
    },
    y: { domain: rows.map(({ y }) => y), axis: null, padding: 0 },
    marks: [
      Plot.gridX({ stroke: 'currentColor', strokeOpacity: 0.12 }),
      Plot.barX(rows, {
        x: at(({ share }) => share.mean),
        y: 'y',
        fill: seriesColour(0),
        fillOpacity: 0.75,
        ...inset,
      }),
      Plot.ruleY(
        rows.filter(({ share }) => share.ci95 !== null),
        {
          x1: at(({ share }) => share.ci95![0]),
          x2: at(({ share }) => share.ci95![1]),
          y: 'y',
          dy: 6,
          stroke: 'currentColor',
          strokeWidth: 1.5,
        },
      ),
      Plot.dot(rows, {
        x: at(({ alone }) => alone.mean),
        y: 'y',
        dy: 6,
        r: 4.5,
        fill: 'none',
        stroke: seriesColour(2),
        strokeWidth: 2,
      }),
      Plot.dot(rows, {
        x: at(({ removed }) => removed.mean),
        y: 'y',
        dy: 6,
        r: 4,
        symbol: 'times',
        stroke: seriesColour(1),
        strokeWidth: 2.5,
      }),
      Plot.text(rows, {
        x: domain[0]! - 0.02 * span,
        y: 'y',
        dx: 4,
        dy: -12,
        textAnchor: 'start',
        fontWeight: 600,
        text: ({ name, share, ranks: [first, last], interacts }) =>
          `${name}  ${signedPoints(share.mean)}, rank ${first === last ? first : `${first} to ${last}`}${interacts ? ', interacts' : ''}`,
      }),
      Plot.ruleX([0], { stroke: 'currentColor' }),
      Plot.text(['○ alone on an ideal chip'], {
        frameAnchor: 'top-left',
        dy: -22,
        dx: 4,
        textAnchor: 'start',
        fill: seriesColour(2),
        fontWeight: 600,
      }),
      Plot.text(['× gained by its removal'], {
        frameAnchor: 'top-left',
        dy: -22,
        dx: width < 480 ? 180 : 200,
        textAnchor: 'start',
        fill: seriesColour(1),
        fontWeight: 600,
      }),
    ],
  });
}

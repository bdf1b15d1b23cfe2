import * as Plot from '@observablehq/plot';
import { svgPlot } from './svg-plot.js';

/** Cells drawn a side, at most: a larger tile shows every second, third ... */
const SIDE = 32;

/** Share of the current lost at the cells of a tile, [rows, cols], by position. */
export function currentLossMap(
  byCell: ArrayLike<number>,
  { rows, cols, width = 680 }: { rows: number; cols: number; width?: number },
): string {
  const [down, across] = [shown(rows), shown(cols)];
  const cells = down.flatMap((row) =>
    across.map((col) => ({ row: row + 1, col: col + 1, percent: 100 * byCell[row * cols + col]! })),
  );
  const losses = cells.map(({ percent }) => percent);
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const ends = (list: readonly number[]) => [list[0]! + 1, list.at(-1)! + 1];
  return svgPlot({
    ariaLabel: `Share of the current lost at the cells of a ${rows} x ${cols} tile: from ${least.toFixed(1)} to ${most.toFixed(1)} %`,
    width,
    height: Math.min(width, 460),
    marginLeft: 56,
    marginRight: 92,
    marginBottom: 44,
    x: {
      type: 'band',
      label: 'bit line, counted from the sources',
      labelArrow: 'none',
      labelOffset: 36,
      ticks: ends(across),
    },
    y: { type: 'band', label: 'word line', labelArrow: 'none', ticks: ends(down) },
    color: {
      type: 'linear',
      domain: [least, Math.max(most, least + 1e-9)],
      scheme: 'viridis',
      reverse: true,
    },
    marks: [
      Plot.cell(cells, { x: 'col', y: 'row', fill: 'percent', inset: 0 }),
      ...['#fde725', '#440154'].flatMap((fill, i) => {
        const place = { frameAnchor: 'top-right' as const, textAnchor: 'start' as const, dy: 4 + 22 * i };
        const text = `${[least, most][i]!.toFixed(1)} %`;
        return [
          Plot.text(['■'], { ...place, dx: 8, fill, stroke: 'currentColor', strokeWidth: 1, fontSize: 16 }),
          Plot.text([text], { ...place, dx: 28 }),
        ];
      }),
    ],
  });
}

function shown(lines: number): number[] {
  const stride = Math.ceil(lines / SIDE);
  const kept = Array.from({ length: Math.ceil(lines / stride) }, (_, i) => i * stride);
  return kept.at(-1) === lines - 1 ? kept : [...kept, lines - 1];
}

import * as Plot from '@observablehq/plot';
import { seriesColour, svgPlot } from './svg-plot.js';

/** Current lost in a square tile's wires. */
export interface CurrentLossCurve {
  /** Word lines and bit lines. */
  readonly size: number;
  /** Share lost of each bit line's current, the first beside the sources. */
  readonly byColumn: ArrayLike<number>;
}

export interface CurrentLossOptions {
  /** What the tiles are made of, for the caption: "1 ohm per segment, all cells at 100 uS". */
  readonly conditions: string;
  /** The share that is acceptable, drawn as a line; 0.05 by default. */
  readonly limit?: number;
  readonly width?: number;
}

/** Points of a curve, at most: more cannot be told apart. */
const POINTS = 256;

/**
 * Current lost against the position of the bit line, one curve a tile size, as an SVG string that
 * stands alone.
 */
export function currentLossChart(
  curves: readonly CurrentLossCurve[],
  { conditions, limit = 0.05, width = 720 }: CurrentLossOptions,
): string {
  const series = curves.map(({ size, byColumn }, i) => {
    const points = thinned(byColumn);
    return { name: `${size} x ${size}`, points, last: points.at(-1)!, colour: seriesColour(i) };
  });
  const described = series.map(({ name, last }) => `${name} ${last.percent.toFixed(0)} % in the last`);
  const longest = Math.max(...curves.map(({ size }) => size));
  return svgPlot({
    ariaLabel: `Share of the current lost in the wires by bit line: ${described.join(', ')}`,
    width,
    height: 400,
    marginLeft: 48,
    marginRight: 88,
    marginTop: 52,
    marginBottom: 48,
    style: { background: 'white', color: '#222', fontSize: '13px', fontFamily: 'system-ui, sans-serif' },
    x: {
      domain: [1, Math.max(2, longest)],
      label: 'bit line, counted from the sources',
      labelArrow: 'none',
      labelOffset: 38,
    },
    y: { domain: [0, 100], label: null },
    marks: [
      Plot.gridY({ stroke: 'currentColor', strokeOpacity: 0.12 }),
      Plot.ruleY([0], { stroke: 'currentColor' }),
      Plot.ruleY([100 * limit], { stroke: 'currentColor', strokeDasharray: '4 3' }),
      Plot.text([`${Number((100 * limit).toPrecision(3))} %`], {
        y: 100 * limit,
        frameAnchor: 'right',
        dx: 4,
        textAnchor: 'start',
      }),
      ...series.flatMap(({ name, points, last, colour }) => [
        Plot.lineY(points, { x: 'column', y: 'percent', stroke: colour, strokeWidth: 2.5 }),
        Plot.text([last], {
          x: 'column',
          y: 'percent',
          text: () => name,
          textAnchor: 'start',
          dx: 6,
          fill: colour,
          fontWeight: 600,
        }),
      ]),
      caption('Current lost in the wires, %', { dy: -42, fontWeight: 600, fontSize: 15 }),
      caption(conditions, { dy: -20 }),
    ],
  });
}

function caption(text: string, options: Plot.TextOptions) {
  return Plot.text([text], { frameAnchor: 'top-left', textAnchor: 'start', dx: -40, ...options });
}

function thinned(byColumn: ArrayLike<number>): readonly { column: number; percent: number }[] {
  const stride = Math.ceil(byColumn.length / POINTS);
  return Array.from(byColumn, (loss, j) => ({ column: j + 1, percent: 100 * loss })).filter(
    ({ column }) => (column - 1) % stride === 0 || column === byColumn.length,
  );
}

import * as Plot from '@observablehq/plot';
import type { FittedSweep, SelectedFit } from '../../../devices/index.js';
import { escapeHtml } from '../escape.js';
import { seriesColour, svgPlot } from './svg-plot.js';

export interface FitPlotOptions {
  /** Pixels, 720 by default. */
  readonly width?: number;
}

interface Point {
  readonly pulse: number;
  readonly measured: number;
  readonly fitted: number;
  readonly residual: number;
  readonly colour: string;
  readonly sweep: string;
}

/** Points of a curve, at most: more cannot be told apart. */
const POINTS = 400;

const HEIGHTS = { curves: 340, residuals: 200 } as const;

/**
 * Measured points with the fitted curve of each device, up sweeps first and down sweeps after them,
 * and the residuals of both below, as an SVG string that stands alone. A residual is measured less
 * predicted from the points before, in standard deviations: a good fit has 95 of 100 within +-2,
 * without a pattern.
 */
export function fitPlot(fit: SelectedFit, { width = 720 }: FitPlotOptions = {}): string {
  const { points, turn, last } = pointsOf(fit);
  const { name, factor } = siemensScale(points);
  const frame = {
    width,
    marginLeft: 56,
    marginRight: 16,
    style: { background: 'white', color: '#222', fontSize: '13px', fontFamily: 'system-ui, sans-serif' },
  };
  const x = { domain: [0, last], label: null };
  const marks = [
    Plot.gridY({ stroke: 'currentColor', strokeOpacity: 0.12 }),
    Plot.ruleX([turn], { stroke: 'currentColor', strokeOpacity: 0.3 }),
  ];
  const channels = { x: 'pulse', z: 'sweep' } as const;
  const curves = svgPlot({
    ...frame,
    ariaLabel: `Measured conductance and the fitted ${fit.model}`,
    height: HEIGHTS.curves,
    marginTop: 52,
    x,
    y: { label: null, nice: true, transform: (value: number) => value * factor },
    marks: [
      ...marks,
      Plot.dot(points, { ...channels, y: 'measured', r: 1.8, fill: 'colour', fillOpacity: 0.45 }),
      Plot.line(points, { ...channels, y: 'fitted', stroke: 'colour', strokeWidth: 2 }),
      caption(`${fit.model} fitted to ${fit.devices} device${fit.devices === 1 ? '' : 's'}`, {
        dy: -44,
        fontWeight: 600,
        fontSize: 15,
      }),
      caption(`conductance, ${name}: points measured, lines fitted; up sweeps, then down sweeps`, {
        dy: -20,
      }),
    ],
  });
  const residuals = svgPlot({
    ...frame,
    ariaLabel: 'Residuals in standard deviations',
    height: HEIGHTS.residuals,
    marginTop: 30,
    marginBottom: 40,
    x: { ...x, label: 'pulses', labelArrow: 'none', labelOffset: 34 },
    y: { label: null, nice: true, ticks: 5 },
    marks: [
      ...marks,
      Plot.ruleY([-2, 2], { stroke: 'currentColor', strokeDasharray: '4 3', strokeOpacity: 0.5 }),
      Plot.dot(points, { ...channels, y: 'residual', r: 1.8, fill: 'colour', fillOpacity: 0.6 }),
      caption('residual, standard deviations: 95 % should lie between the dashed lines', { dy: -16 }),
    ],
  });
  return stacked(`Pulse curves of ${fit.source} and the fitted ${fit.model}, with residuals`, {
    width,
    curves,
    residuals,
  });
}

function stacked(
  label: string,
  { width, curves, residuals }: { width: number; curves: string; residuals: string },
): string {
  const height = HEIGHTS.curves + HEIGHTS.residuals;
  const head =
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(label)}" ` +
    `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`;
  return `${head}${curves}${residuals.replace('<svg ', `<svg y="${HEIGHTS.curves}" `)}</svg>`;
}

/** All points on one axis of pulses; `turn` = where the down sweeps begin. */
function pointsOf({ curves }: SelectedFit): { points: readonly Point[]; turn: number; last: number } {
  const length = ({ pulses }: FittedSweep) => pulses[pulses.length - 1]! - pulses[0]!;
  const longest = (direction: FittedSweep['direction']) =>
    Math.max(0, ...curves.filter((curve) => curve.direction === direction).map(length));
  const turn = longest('up');
  const names = [...new Set(curves.map(({ device }) => device))];
  const points = curves.flatMap((curve) => {
    const from = (curve.direction === 'up' ? 0 : turn) - curve.pulses[0]!;
    const stride = Math.ceil(curve.pulses.length / POINTS);
    return curve.pulses.flatMap((pulse, i) =>
      i % stride !== 0
        ? []
        : [
            {
              pulse: from + pulse,
              measured: curve.conductanceS[i]!,
              fitted: curve.fittedS[i]!,
              residual: i === 0 ? Number.NaN : curve.residual[i]!,
              colour: seriesColour(names.indexOf(curve.device)),
              sweep: `${curve.device} ${curve.direction} ${curve.cycle ?? ''}`,
            },
          ],
    );
  });
  return { points, turn, last: turn + longest('down') };
}

function caption(text: string, options: Plot.TextOptions) {
  return Plot.text([text], { frameAnchor: 'top-left', textAnchor: 'start', dx: -48, ...options });
}

function siemensScale(points: readonly Point[]): { name: string; factor: number } {
  const largestS = points.reduce((most, { measured }) => Math.max(most, measured), 0);
  return largestS >= 1e-6 ? { name: 'uS', factor: 1e6 } : { name: 'nS', factor: 1e9 };
}

import * as Plot from '@observablehq/plot';
import { type DeviceTrace, presetNamed, type RandomStream, tracePreset } from '../../devices/index.js';
import { seriesColour, svgPlot } from './svg-plot.js';

export interface DeviceCurvesOptions {
  /** The devices shown beside the mean one are drawn from it. */
  readonly random: RandomStream;
  /** Devices beside the mean one, 12 by default. */
  readonly devices?: number;
  readonly width?: number;
}

interface Point {
  readonly pulse: number;
  readonly response: number;
}

/** Points of a curve, at most: more cannot be told apart. */
const POINTS = 400;

/**
 * The pulse response of a preset as an SVG string that stands alone: up pulses from the lower bound, then down pulses
 * from the upper, the mean device as a thick line, devices with their own variation and noise as thin ones.
 * Throws InputError for an unknown name.
 */
export function deviceCurves(
  name: string,
  { random, devices = 12, width = 720 }: DeviceCurvesOptions,
): string {
  const { summary, source } = presetNamed(name);
  const mean = tracePreset(name, { noiseless: true, random });
  const sampled = Array.from({ length: devices }, (_, i) =>
    tracePreset(name, { random: random.stream(`device ${i}`) }),
  );
  const siemens = mean.unit === 'S' ? siemensScale(mean.conductanceS.max) : null;
  const unit = siemens ? `conductance, ${siemens.name}` : 'weight';
  const directions = [
    { key: 'up', colour: seriesColour(0), from: 0 },
    { key: 'down', colour: seriesColour(2), from: mean.up.length - 1 },
  ] as const;
  const shown = directions.filter(({ key }) => mean[key] !== null);
  const curve = (trace: DeviceTrace, { key, from }: (typeof directions)[number]) =>
    thinned(trace[key] ?? [], from, siemens?.factor ?? 1);
  const last = shown.reduce((sum, { key }) => sum + mean[key]!.length - 1, 0);
  return svgPlot({
    ariaLabel: `Pulse response of ${name}: ${summary}, the mean device and ${devices} devices`,
    width,
    height: 400,
    marginLeft: 56,
    marginRight: 16,
    marginTop: 52,
    marginBottom: 66,
    style: { background: 'white', color: '#222', fontSize: '13px', fontFamily: 'system-ui, sans-serif' },
    x: { domain: [0, last], label: 'pulses', labelArrow: 'none', labelOffset: 34 },
    y: { label: null, nice: true, tickFormat: '~g' },
    marks: [
      Plot.gridY({ stroke: 'currentColor', strokeOpacity: 0.12 }),
      ...shown.flatMap((direction) => [
        ...sampled.map((trace) =>
          Plot.lineY(curve(trace, direction), {
            x: 'pulse',
            y: 'response',
            stroke: direction.colour,
            strokeWidth: 0.8,
            strokeOpacity: 0.4,
          }),
        ),
      ]),
      ...shown.map((direction) =>
        Plot.lineY(curve(mean, direction), {
          x: 'pulse',
          y: 'response',
          stroke: direction.colour,
          strokeWidth: 3,
        }),
      ),
      caption(`${name}: ${summary}`, {
        frameAnchor: 'top-left',
        dy: -44,
        dx: -48,
        fontWeight: 600,
        fontSize: 15,
      }),
      caption(unit, { frameAnchor: 'top-left', dy: -20, dx: -48 }),
      caption(source, { frameAnchor: 'bottom-left', dy: 60, dx: -48, fontSize: 11, fillOpacity: 0.7 }),
      ...shown.map(({ key, colour, from }) =>
        Plot.text([`${mean[key]!.length - 1} ${key}`], {
          x: from + (mean[key]!.length - 1) / 2,
          frameAnchor: 'top',
          dy: -20,
          fill: colour,
          fontWeight: 600,
        }),
      ),
      Plot.ruleX([mean.up.length - 1], { stroke: 'currentColor', strokeOpacity: 0.3 }),
    ],
  });
}

function caption(text: string, options: Plot.TextOptions) {
  return Plot.text([text], { textAnchor: 'start', ...options });
}

function thinned(response: readonly number[], from: number, factor: number): readonly Point[] {
  const stride = Math.ceil(response.length / POINTS);
  return response.flatMap((value, n) =>
    n % stride === 0 || n === response.length - 1 ? [{ pulse: from + n, response: factor * value }] : [],
  );
}

function siemensScale(largestS: number) {
  return largestS >= 1e-6 ? { name: 'uS', factor: 1e6 } : { name: 'nS', factor: 1e9 };
}

import * as Plot from '@observablehq/plot';
import { type DeviceTrace, presetNamed, type RandomStream, tracePreset } from '../../../devices/index.js';
import { seriesColour, svgPlot } from './svg-plot.js';

export interface DeviceCurvesOptions {
  /** The devices shown are drawn from it. */
  readonly random: RandomStream;
  /** Devices drawn, of which the mean is shown, 20 by default. */
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
 * The pulse response of a preset as an SVG string that stands alone: up pulses from the lower
 * bound, then down pulses from the upper: devices with their own variation and noise as thin lines,
 * their mean as a thick one with a band of its 95 % interval, and the response without any noise
 * dashed. The two differ where noise and a bound or a curve meet. Throws InputError for an unknown
 * name.
 */
export function deviceCurves(
  name: string,
  { random, devices = 20, width = 720 }: DeviceCurvesOptions,
): string {
  const { summary, source } = presetNamed(name);
  const noiseless = tracePreset(name, { noiseless: true, random });
  const sampled = Array.from({ length: devices }, (_, i) =>
    tracePreset(name, { random: random.stream(`device ${i}`) }),
  );
  const siemens = noiseless.unit === 'S' ? siemensScale(noiseless.conductanceS.max) : null;
  const unit = siemens ? `conductance, ${siemens.name}` : 'weight';
  const directions = [
    { key: 'up', colour: seriesColour(0), from: 0 },
    { key: 'down', colour: seriesColour(2), from: noiseless.up.length - 1 },
  ] as const;
  const shown = directions.filter(({ key }) => noiseless[key] !== null);
  const meanCurve = ({ key, from }: (typeof directions)[number]) =>
    meanOf(
      sampled.map((trace) => trace[key] ?? []),
      { from, factor: siemens?.factor ?? 1 },
    );
  const curve = (trace: DeviceTrace, { key, from }: (typeof directions)[number]) =>
    thinned(trace[key] ?? [], from, siemens?.factor ?? 1);
  const last = shown.reduce((sum, { key }) => sum + noiseless[key]!.length - 1, 0);
  return svgPlot({
    ariaLabel: `Pulse response of ${name}: ${summary}, ${devices} devices, their mean, and the response without noise`,
    width,
    height: 422,
    marginLeft: 56,
    marginRight: 16,
    marginTop: 74,
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
      ...shown.flatMap((direction) => [
        Plot.areaY(meanCurve(direction), {
          x: 'pulse',
          y1: 'low',
          y2: 'high',
          fill: direction.colour,
          fillOpacity: 0.25,
        }),
        Plot.lineY(meanCurve(direction), {
          x: 'pulse',
          y: 'response',
          stroke: direction.colour,
          strokeWidth: 3,
        }),
        Plot.lineY(curve(noiseless, direction), {
          x: 'pulse',
          y: 'response',
          stroke: 'currentColor',
          strokeWidth: 1.5,
          strokeDasharray: '5 4',
        }),
      ]),
      caption(`${name}: ${summary}`, {
        frameAnchor: 'top-left',
        dy: -66,
        dx: -48,
        fontWeight: 600,
        fontSize: 15,
      }),
      caption(`${unit}; thick: mean of ${devices} devices, band: its 95 % interval; dashed: without noise`, {
        frameAnchor: 'top-left',
        dy: -42,
        dx: -48,
      }),
      caption(source, { frameAnchor: 'bottom-left', dy: 60, dx: -48, fontSize: 11, fillOpacity: 0.7 }),
      ...shown.map(({ key, colour, from }) =>
        Plot.text([`${noiseless[key]!.length - 1} ${key}`], {
          x: from + (noiseless[key]!.length - 1) / 2,
          frameAnchor: 'top',
          dy: -20,
          fill: colour,
          fontWeight: 600,
        }),
      ),
      Plot.ruleX([noiseless.up.length - 1], { stroke: 'currentColor', strokeOpacity: 0.3 }),
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

interface MeanPoint extends Point {
  readonly low: number;
  readonly high: number;
}

/** The mean of the responses after each pulse, with 1.96 of its standard errors each way. */
function meanOf(
  responses: readonly (readonly number[])[],
  { from, factor }: { from: number; factor: number },
): readonly MeanPoint[] {
  const count = responses.length;
  const stride = Math.ceil(responses[0]!.length / POINTS);
  return responses[0]!.flatMap((_, n) => {
    if (n % stride !== 0 && n !== responses[0]!.length - 1) return [];
    const mean = responses.reduce((sum, response) => sum + response[n]!, 0) / count;
    const squares = responses.reduce((sum, response) => sum + (response[n]! - mean) ** 2, 0);
    const half = 1.96 * Math.sqrt(squares / Math.max(count - 1, 1) / count);
    const [low, response, high] = [mean - half, mean, mean + half].map((value) => factor * value);
    return [{ pulse: from + n, response: response!, low: low!, high: high! }];
  });
}

function siemensScale(largestS: number) {
  return largestS >= 1e-6 ? { name: 'uS', factor: 1e6 } : { name: 'nS', factor: 1e9 };
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as Plot from '@observablehq/plot';
import type { Kernels } from '../../crossbar/index.js';
import { createEuler } from '../../src/relax/euler.js';
import { seriesColour, svgPlot } from '../../src/report/charts/svg-plot.js';
import { alternate, secondsOf, type Turn } from '../shared/alternate.js';
import type { Benchmark, Row } from '../shared/benchmark.js';
import { createRandomNetwork } from '../shared/random-network.js';
import { withKernels } from './kernels.js';

const widths = [500, 1000, 2000, 4000];
const batches = [1, 4, 16, 64, 256];
const steps = 4;

interface Point {
  readonly batch: number;
  readonly width: number;
  readonly weights: number;
  readonly secondsPerImage: number;
}

/** Time an image against the size of the network, for every size of a batch. */
export const growth: Benchmark = {
  name: 'growth',
  target: 1,
  run: ({ seed, repetitions, engine, out, log }) =>
    withKernels({ engine, threads: 1 }, async (kernels) => {
      const points: Point[] = [];
      for (const batch of batches) {
        const turns: Record<string, Turn> = {};
        for (const width of widths) {
          const { network, rest } = createRandomNetwork([width, width, width], { kernels, batch, seed });
          const relax = createEuler(network, { dt: 0.2, maxBatch: batch });
          const state = rest();
          // Small networks more often, so that a turn is long enough for the clock.
          const times = Math.ceil(2e9 / (steps * batch * weightsOf(width)));
          turns[width] = () =>
            secondsOf(() => {
              for (let i = 0; i < times; i++) relax(state, { batch, steps, nudge: null, masks: [] });
            }) / times;
        }
        const times = await alternate(turns, { repetitions });
        for (const width of widths) {
          const secondsPerImage = times[width].medianSec / batch;
          points.push({ batch, width, weights: weightsOf(width), secondsPerImage });
        }
        log(`  batch ${batch}`);
      }
      if (out !== null) draw(points, out);
      const ofBatches = batches.map((batch) => ({
        batch,
        linearity: linearity(points.filter((point) => point.batch === batch)),
      }));
      return {
        work: `${steps} Euler steps of N-N-N, 1 thread, N from ${widths[0]} to ${widths.at(-1)}; ratio = growth of the weights over growth of the time an image, from the smallest N to the largest, at the worst batch`,
        peer: 'linear growth',
        ratio: Math.min(...ofBatches.map(({ linearity }) => linearity)),
        rows: [
          ...points.map((point) => ({ ...point })),
          ...ofBatches,
          ...(await readings(points, { kernels, repetitions })),
        ],
      };
    }),
};

/**
 * What memory allows an image that comes alone: the time for looking once at every cache line of
 * the weights that its steps multiply, of the smallest network, which the caches hold, and of the
 * largest, which they do not.
 */
async function readings(
  points: readonly Point[],
  { kernels, repetitions }: { kernels: Kernels; repetitions: number },
): Promise<Row[]> {
  const single = points.filter(({ batch }) => batch === 1);
  const rows: Row[] = [];
  for (const { width, secondsPerImage } of [single[0], single[single.length - 1]]) {
    // The input's once, those between the layers both ways at every step.
    const matrices = [0, 1, 2].map(() => kernels.float32(width ** 2));
    const read = () =>
      secondsOf(() => {
        look(matrices[0]);
        for (let step = 0; step < steps; step++) matrices.slice(1).forEach(look);
      });
    const { reading } = await alternate({ reading: read }, { repetitions });
    rows.push({
      batch: 1,
      width,
      secondsPerImage,
      secondsToReadTheWeights: reading.medianSec,
      timesThat: secondsPerImage / reading.medianSec,
    });
  }
  return rows;
}

let seen = 0;

/** Reads a word of every cache line. */
function look(array: Float32Array): void {
  for (let i = 0; i < array.length; i += 16) seen += array[i];
  if (seen !== 0) throw new Error('a matrix of zeros was not');
}

/**
 * Of N-N-N: those of the input are read once, those between the other layers both ways at every
 * step.
 */
function weightsOf(width: number): number {
  return 2 * width ** 2;
}

/**
 * 1 = the time grows as the weights do; more = slower than they. `points` from the smallest network
 * to the largest.
 */
export function linearity(points: readonly Pick<Point, 'weights' | 'secondsPerImage'>[]): number {
  const [first, last] = [points[0], points[points.length - 1]];
  return last.weights / first.weights / (last.secondsPerImage / first.secondsPerImage);
}

function draw(points: readonly Point[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  const own = (batch: number) => points.filter((point) => point.batch === batch);
  const svg = svgPlot({
    ariaLabel: 'Time an image against the number of weights, a line for each batch size',
    x: { type: 'log', label: 'weights' },
    y: { type: 'log', label: 'seconds an image', grid: true },
    marginLeft: 60,
    marginRight: 90,
    marks: batches.flatMap((batch, i) => [
      Plot.lineY(own(batch), {
        x: 'weights',
        y: 'secondsPerImage',
        stroke: seriesColour(i),
        marker: 'dot',
      }),
      Plot.text([`batch ${batch}`], {
        frameAnchor: 'top-right',
        textAnchor: 'start',
        dx: 8,
        dy: 16 * i,
        fill: seriesColour(i),
        fontWeight: 600,
      }),
    ]),
  });
  writeFileSync(join(folder, 'growth.svg'), svg);
}

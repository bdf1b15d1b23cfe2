import { createPackedRows, createPanels, type Kernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { alternate, secondsOf } from '../shared/alternate.js';
import type { Benchmark, BenchmarkContext, Row } from '../shared/benchmark.js';
import { check } from '../shared/benchmark.js';
import { createPeak } from '../shared/peak.js';
import { withKernels } from './kernels.js';

const shape = { rows: 64, cols: 2000, units: 2000 };
const flop = 2 * shape.rows * shape.cols * shape.units;
/** Products in a turn, and steps of the peak loop for a turn of about the same length. */
const products = 10;
const peakSteps = 5e7;

/** One product in f32 as a fraction of what the machine can do with 128-bit vectors. */
export const gemm: Benchmark = {
  name: 'gemm',
  target: 0.6,
  run: ({ seed, repetitions, engine }: BenchmarkContext) =>
    withKernels({ engine, threads: 1 }, (one) =>
      withKernels({ engine, threads: 2 }, async (two) => {
        const peak = await createPeak();
        const times = await alternate(
          {
            peak: () => secondsOf(() => peak.run(peakSteps)),
            one: productTurn(one, seed),
            two: productTurn(two, seed),
          },
          { repetitions },
        );
        // The best: a peak lowered by a neighbour on the same core would flatter us.
        const peakGflops = peak.flop(peakSteps) / times.peak.bestSec / 1e9;
        const gflops = (seconds: number) => (products * flop) / seconds / 1e9;
        const rows: Row[] = [times.one, times.two].map(({ medianSec, bestSec }, i) => ({
          threads: i + 1,
          gflops: gflops(medianSec),
          bestGflops: gflops(bestSec),
        }));
        rows.push({ peakThreads: 1, peakGflops });
        rows.push(check('2 threads against 1', times.one.medianSec / times.two.medianSec, { atLeast: 1.8 }));
        return {
          work: `product 64x2000 . 2000x2000, dense, f32, W packed once, S at every product; ratio = fraction of the best peak`,
          peer: 'register-only WebAssembly loop of 128-bit multiplications and additions, 1 thread',
          ratio: gflops(times.one.medianSec) / peakGflops,
          rows,
        };
      }),
    ),
};

function productTurn(kernels: Kernels, seed: number) {
  const { rows, cols, units } = shape;
  const random = createRandom(seed);
  const panels = createPanels(units, cols, kernels.float32);
  const states = kernels.float32(rows * cols);
  const out = kernels.float32(rows * units);
  kernels.uniformInto(panels.data, { random, step: 0 });
  kernels.uniformInto(states, { random, step: 1 });
  // A state of 0 would be left out.
  for (let i = 0; i < states.length; i++) states[i] += 2 ** -24;
  const packed = createPackedRows(kernels, rows, cols);
  return () =>
    secondsOf(() => {
      for (let i = 0; i < products; i++) {
        kernels.packRows(packed, states, rows);
        kernels.multiplyInto(out, packed, panels);
      }
    });
}

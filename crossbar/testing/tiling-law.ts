import fc from 'fast-check';
import { constantStep, createRandom, uniformInto } from '../../devices/index.js';
import { defineLaw } from '../../devices/testing/index.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import { createTypescriptKernels } from '../kernels/typescript/typescript-kernels.js';
import type { Crossbar, CrossbarOptions } from '../types.js';

/** What the law of tiling is about: a way to make arrays. */
export interface CrossbarMaker {
  readonly name: string;
  readonly create: (options: CrossbarOptions) => Crossbar;
}

const lines = (min: number) => fc.integer({ min, max: 24 });

export const tilesAddUp = defineLaw({
  law: 'tiles-add-up',
  statement: 'several tiles with fine converters read as one large array does, in both directions',
  cases: (_: CrossbarMaker) =>
    fc.record({ rows: lines(1), cols: lines(1), wordLines: lines(1), bitLines: lines(2), seed: fc.nat() }),
  check({ create }: CrossbarMaker, { rows, cols, wordLines, bitLines, seed }) {
    const kernels = createTypescriptKernels();
    const options = { ...ideal, rows, cols, kernels, random: createRandom(seed) };
    const tiled = create({ ...options, tile: { wordLines, bitLines } });
    const whole = create({ ...options, tile: { wordLines: 24, bitLines: 48 } });
    const matrix = uniforms(rows * cols, { seed, kernels });
    for (const array of [tiled, whole]) array.program(matrix);
    for (const [direction, inputs, outputs] of [
      ['forwardInto', cols, rows],
      ['backwardInto', rows, cols],
    ] as const) {
      const values = uniforms(inputs, { seed: seed + 1, kernels });
      const [apart, together] = [kernels.float32(outputs), kernels.float32(outputs)];
      tiled[direction](apart, values, 1);
      whole[direction](together, values, 1);
      // Each of up to 24 tiles rounds to a step of 64 / 2^23, and adds in f32.
      const limit = 24 * 2e-5;
      const wrong = apart.findIndex((value, i) => !(Math.abs(value - together[i]) <= limit));
      if (wrong < 0) continue;
      throw new Error(
        `${direction}: output ${wrong} is ${apart[wrong]} in tiles, ${together[wrong]} in one array`,
      );
    }
  },
});

/** An array without imperfections. */
const ideal = {
  device: constantStep({ gMinS: 0, gMaxS: 1e-4, states: 1_000_000 }),
  weightMax: 1,
  dac: { bits: 24, voltageV: 0.2 },
  adc: { bits: 24, range: 64 },
  write: { scheme: 'stochastic-rounding', pulses: 65535 },
  maxBatch: 1,
} as const;

/** In [-1, 1). */
function uniforms(length: number, { seed, kernels }: { seed: number; kernels: Kernels }): Float32Array {
  const out = uniformInto(kernels.float32(length), { random: createRandom(seed), step: 0 });
  return out.map((u) => 2 * u - 1);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSimdKernels,
  createTypescriptKernels,
  createWindows,
  type Kernels,
  type Windows,
} from '../../../crossbar/index.js';
import { createRandom, normalInto } from '../../../devices/index.js';

// Laws: the kernels of windows return the same bits as their TypeScript twins, and each backward
// one is the transpose of its forward one. Values repeat, so that the largest under a window is
// often not the only one.

const kernelsOf = [createSimdKernels(), createTypescriptKernels()] as const;

const job = fc
  .record({
    channels: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 7 }),
    width: fc.integer({ min: 1, max: 7 }),
    size: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.nat(4),
    batch: fc.integer({ min: 1, max: 3 }),
    max: fc.boolean(),
  })
  .map(({ batch, max, padding, ...shape }) => ({
    windows: createWindows(shape, { ...shape, padding: Math.min(padding, shape.size - 1) }),
    batch,
    max,
  }))
  .filter(({ windows }) => windows.outHeight * windows.outWidth > 0);

function values(kernels: Kernels, length: number, name: string): Float32Array {
  const out = normalInto(kernels.float32(length), { random: createRandom(3).stream(name), step: 0 });
  for (let i = 0; i < length; i++) out[i] = Math.round(2 * out[i]) / 2;
  return out;
}

function sizesOf({ channels, height, width, size, outHeight, outWidth }: Windows, batch: number) {
  const pooled = batch * outHeight * outWidth * channels;
  return { pixels: batch * height * width * channels, pooled, columns: pooled * size * size };
}

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);

/** Everything that the kernels make of one job. */
function run(kernels: Kernels, { windows, batch, max }: { windows: Windows; batch: number; max: boolean }) {
  const { pixels, pooled, columns } = sizesOf(windows, batch);
  const where = max ? kernels.int32(pooled) : null;
  const pictures = values(kernels, pixels, 'pictures');
  const out = {
    pictures,
    columns: kernels.float32(columns),
    folded: kernels.float32(pixels),
    pooled: kernels.float32(pooled),
    unpooled: kernels.float32(pixels),
    where,
    columnsBack: values(kernels, columns, 'columns'),
    pooledBack: values(kernels, pooled, 'pooled'),
  };
  // What was there before must not matter.
  for (const array of [out.columns, out.folded, out.pooled, out.unpooled]) array.fill(7);
  kernels.unfoldInto(out.columns, pictures, { windows, batch });
  kernels.foldInto(out.folded, out.columnsBack, { windows, batch });
  kernels.poolInto(out.pooled, pictures, { windows, batch, where });
  kernels.unpoolInto(out.unpooled, out.pooledBack, { windows, batch, where });
  return out;
}

describe('kernels of windows', () => {
  it('equal their twins to the bit', () => {
    fc.assert(
      fc.property(job, (given) => {
        const [simd, twin] = kernelsOf.map((kernels) => run(kernels, given));
        for (const key of ['columns', 'folded', 'pooled', 'unpooled', 'where'] as const) {
          const [one, other] = [simd[key] ?? [], twin[key] ?? []];
          const differing = [...one].findIndex((value, i) => !Object.is(value, other[i]));
          expect(differing, `${key} ${differing}: ${one[differing]} against ${other[differing]}`).toBe(-1);
          expect(one.length).toBe(other.length);
        }
      }),
    );
  });

  it('go back by the transpose of the way they came', () => {
    fc.assert(
      fc.property(job, (given) => {
        const { pictures, columns, columnsBack, folded, pooled, pooledBack, unpooled } = run(
          kernelsOf[0],
          given,
        );
        // Multiples of 1/2 add up exactly; only the mean's 1 / size^2 rounds, relative 2^-23 a
        // term.
        expect(dot(columns, columnsBack)).toBe(dot(pictures, folded));
        const scale = 1 + Math.abs(dot(pooled, pooledBack));
        // A window that lies beyond the edge everywhere has no largest.
        if (pooled.every(Number.isFinite)) {
          expect(Math.abs(dot(pooled, pooledBack) - dot(pictures, unpooled)) / scale).toBeLessThan(1e-5);
        }
      }),
    );
  });

  it('let what is not a number through a max pool', () => {
    const windows = createWindows({ channels: 5, height: 3, width: 3 }, { size: 2, stride: 1, padding: 0 });
    for (const kernels of kernelsOf) {
      const pictures = values(kernels, 45, 'pictures');
      pictures[4 * 5 + 1] = NaN;
      pictures[4 * 5 + 4] = NaN;
      const pooled = kernels.float32(20);
      kernels.poolInto(pooled, pictures, { windows, batch: 1, where: kernels.int32(20) });
      expect([...pooled].map(Number.isNaN)).toEqual(
        Array.from({ length: 20 }, (_, i) => i % 5 === 1 || i % 5 === 4),
      );
    }
  });
});

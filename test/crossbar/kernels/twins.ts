import fc from 'fast-check';
import { expect } from 'vitest';
import { createSimdKernels, createTypescriptKernels, type Kernels } from '../../../crossbar/index.js';
import { createRandom, normalInto, uniformInto } from '../../../devices/index.js';

export const both = () => [createSimdKernels(), createTypescriptKernels()] as const;
export const size = fc.oneof(
  fc.constantFrom(1, 2, 3, 7, 8, 10, 13, 16, 17, 31),
  fc.integer({ min: 1, max: 40 }),
);
export const seed = fc.integer();

/** Law: every SIMD kernel returns the same bits as its TypeScript twin, for any shape. */
export function expectTwins(run: (kernels: Kernels) => ArrayLike<number>) {
  const [simd, typescript] = both().map((kernels) => Float64Array.from(run(kernels)));
  // NaN-safe and sign-of-zero-safe: Object.is on every element.
  const differing = simd.findIndex((value, i) => !Object.is(value, typescript[i]));
  expect(differing, `element ${differing}: ${simd[differing]} against ${typescript[differing]}`).toBe(-1);
  expect(simd.length).toBe(typescript.length);
}

/** Normals with a share of exact zeros. */
export function values(kernels: Kernels, length: number, name: string, zeros = 0.4): Float32Array {
  const random = createRandom(7).stream(name);
  const u = uniformInto(new Float32Array(length), { random, step: 1 });
  const out = normalInto(kernels.float32(length), { random, step: 0 });
  for (let i = 0; i < length; i++) if (u[i] < zeros) out[i] = 0;
  return out;
}

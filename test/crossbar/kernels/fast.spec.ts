import { expect, it } from 'vitest';
import { createPackedRows, createPanels, createSimdKernels } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import { createThreadedKernels } from '../../../src/runs/threads/kernel-threads.js';

it('fast kernels multiply like the strict ones but for rounding, and never by default', () => {
  const fast = createThreadedKernels(1, { fast: true });
  const strict = createSimdKernels();
  expect([fast.name, strict.name]).toEqual(['simd-fast', 'simd']);
  const [rows, cols, units] = [8, 300, 40];
  const [a, b] = [strict, fast].map((kernels) => {
    const inputs = kernels.float32(rows * cols);
    const panels = createPanels(units, cols, kernels.float32);
    kernels.normalInto(inputs, { random: createRandom(1), step: 0 });
    kernels.normalInto(panels.data, { random: createRandom(2), step: 0 });
    const packed = createPackedRows(kernels, rows, cols);
    const out = kernels.float32(rows * units);
    kernels.packRows(packed, inputs, rows);
    kernels.multiplyInto(out, packed, panels);
    return out;
  });
  // 300 roundings of 2^-24 on partial sums of the order of sqrt(300).
  a.forEach((value, i) => void expect(Math.abs(value - b[i])).toBeLessThan(300 * 2 ** -24 * Math.sqrt(300)));
  fast.dispose();
});

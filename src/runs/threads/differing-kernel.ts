import { createPackedOuter, createPackedRows, createPanels, type Kernels } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';

/**
 * The first operation of which two kernels, on a small example, differ by a bit; null where none
 * does. Sparse and dense rows, whole and broken panels, numbers down to the denormal ones.
 */
export function differingKernel(one: Kernels, other: Kernels): string | null {
  const [ours, theirs] = [results(one), results(other)];
  const differs = (name: string) => {
    const [a, b] = [ours[name], theirs[name]].map(
      (array) => new Uint32Array(Float32Array.from(array).buffer),
    );
    return a.some((bits, i) => bits !== b[i]);
  };
  return Object.keys(ours).find(differs) ?? null;
}

function results(kernels: Kernels): Record<string, Float32Array> {
  const [rows, cols, units] = [7, 530, 43];
  const numbers = (length: number, step: number, zeros: number) => {
    const [out, shares] = [kernels.float32(length), kernels.float32(length)];
    kernels.normalInto(out, { random: createRandom(1), step });
    kernels.uniformInto(shares, { random: createRandom(2), step });
    // Every eighth is so small that its products are denormal numbers.
    for (let i = 0; i < length; i++) out[i] *= shares[i] < zeros ? 0 : i % 8 === 0 ? 1e-39 : 1;
    return out;
  };
  const panels = createPanels(units, cols, kernels.float32);
  panels.data.set(numbers(panels.data.length, 0, 0));
  const product = (name: string, zeros: number) => {
    const out = kernels.float32(rows * units);
    const packed = createPackedRows(kernels, rows, cols);
    kernels.packRows(packed, numbers(rows * cols, 1, zeros), rows);
    kernels.multiplyInto(out, packed, panels);
    return [name, out] as const;
  };
  const outer = (name: string, zeros: number) => {
    const target = createPanels(units, cols, kernels.float32);
    target.data.set(panels.data);
    const packed = createPackedOuter(kernels, rows, { postCols: units, preCols: cols });
    const [post, pre] = [numbers(rows * units, 2, 0.5), numbers(rows * cols, 3, zeros)];
    kernels.packOuter(packed, { post, pre, rows, scale: 0.3 });
    kernels.accumulateOuter(target.data, packed);
    return [name, target.data] as const;
  };
  return Object.fromEntries([
    product('multiply, dense', 0),
    product('multiply, sparse', 0.6),
    outer('accumulateOuter', 0),
    outer('accumulateSingles', 0.8),
  ]);
}

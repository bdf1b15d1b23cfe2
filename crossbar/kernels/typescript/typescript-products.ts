import type { Kernels } from '../contract/kernels.js';
import { type PackedRows, startsOfRow } from '../contract/packed.js';
import type { Span } from '../contract/panels.js';
import { panelCount, panelIndex } from '../contract/panels.js';

const f = Math.fround;

/** Packing and products, the twins of assembly/packing.ts and product.ts. */
export const productKernels: Pick<
  Kernels,
  'packRows' | 'packChanges' | 'squarePacked' | 'multiplyInto' | 'multiplyFewInto'
> = {
  packRows: (packed, a, rows, span) => pack(packed, a, { rows, ...(span && { span }) }),
  packChanges(packed, a, { lastInput, rows, threshold }) {
    const limit = f(threshold);
    const changes = a.slice(0, rows * packed.cols);
    for (let i = 0; i < changes.length; i++) {
      const change = f(a[i] - lastInput[i]);
      changes[i] = Math.abs(change) <= limit ? 0 : change;
      if (changes[i] !== 0) lastInput[i] = a[i];
    }
    pack(packed, changes, { rows });
  },

  squarePacked({ starts, values, cols, rows }) {
    for (let group = 0; group < rows; group += 4) {
      const count = starts[(group + 1) * startsOfRow(cols) - 1];
      for (let i = group * cols; i < group * cols + 4 * count; i++) values[i] *= values[i];
    }
  },

  multiplyInto(out, packed, panels, { span, keep = false } = {}) {
    const { from, to } = span ?? { from: 0, to: panelCount(panels.rows) };
    const { rows, cols, starts, indices, values } = packed;
    const columns = startsOfRow(cols);
    for (let row = 0; row < rows; row++) {
      const group = row & ~3;
      const first = group * cols;
      const end = first + starts[(group + 1) * columns - 1];
      for (let unit = 8 * from; unit < Math.min(8 * to, panels.rows); unit++) {
        const column = (unit >> 3) * panels.depth * 8 + (unit & 7);
        let sum = keep ? out[row * panels.rows + unit] : 0;
        for (let entry = first; entry < end; entry++) {
          const weight = panels.data[column + (indices[entry] >> 2)];
          sum = f(sum + f(values[first + 4 * (entry - first) + (row & 3)] * weight));
        }
        out[row * panels.rows + unit] = sum;
      }
    }
  },

  multiplyFewInto(out, a, rows, panels) {
    const { rows: units, cols, data } = panels;
    for (let i = 0; i < rows * units; i++) {
      const [row, unit] = [Math.floor(i / units), i % units];
      let sum = 0;
      for (let k = 0; k < cols; k++) sum = f(sum + f(a[row * cols + k] * data[panelIndex(panels, unit, k)]));
      out[i] = sum;
    }
  },
};

/** Lists of four rows each, of kind 0. */
function pack(
  packed: PackedRows,
  a: Float32Array,
  options: { readonly rows: number; readonly span?: Span },
): void {
  const { cols, starts, indices, values } = packed;
  const { rows, span: { from, to } = { from: 0, to: cols } } = options;
  packed.rows = rows;
  packed.kinds.fill(0);
  for (let group = 0; group < rows; group += 4) {
    const first = group * cols;
    let count = 0;
    for (let k = from; k < to; k++) {
      let any = false;
      for (let j = 0; j < 4; j++) {
        const value = group + j < rows ? a[(group + j) * cols + k] : 0;
        values[first + 4 * count + j] = value;
        any ||= value !== 0;
      }
      if (!any) continue;
      indices[first + count] = 32 * k;
      count++;
    }
    starts[(group + 1) * startsOfRow(cols) - 1] = count;
  }
}

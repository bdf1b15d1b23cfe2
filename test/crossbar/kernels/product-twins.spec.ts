import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createPackedOuter,
  createPackedRows,
  createPanels,
  createSimdKernels,
  fillPanels,
} from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import { both, expectTwins, size, values } from './twins.js';

describe('SIMD products and their TypeScript twins', () => {
  it('multiply alike, on the whole matrix and on spans of columns and panels', () => {
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.nat(),
        fc.nat(),
        fc.constantFrom(0, 0.4, 0.9),
        (rows, cols, units, a, b, zeros) => {
          const columns = {
            from: Math.min(a % (cols + 1), b % (cols + 1)),
            to: Math.max(a % (cols + 1), b % (cols + 1)),
          };
          expectTwins((kernels) => {
            const panels = createPanels(units, cols, kernels.float32);
            fillPanels(panels, values(kernels, units * cols, 'w'));
            const packed = createPackedRows(kernels, rows, cols);
            const out = kernels.float32(rows * units);
            kernels.packRows(packed, values(kernels, rows * cols, 'a', zeros), rows, columns);
            kernels.multiplyInto(out, packed, panels);
            kernels.multiplyInto(out, packed, panels, { span: { from: 0, to: 1 } });
            const ofSquares = kernels.float32(rows * units);
            kernels.squarePacked(packed);
            kernels.multiplyInto(ofSquares, packed, panels);
            const few = kernels.float32(rows * units);
            kernels.multiplyFewInto(few, values(kernels, rows * cols, 'a', zeros), rows, panels);
            return [...out, ...ofSquares, ...few];
          });
        },
      ),
    );
  });

  it.each([0, 0.2, 0.5, 0.9, 0.99, 1])('multiply long rows alike, %f of which is zero', (zeros) => {
    for (const [rows, cols, units] of [
      [1, 1037, 50],
      [6, 700, 26],
      [9, 300, 5],
      // Weights of more than a second cache, so that they are read ahead.
      [3, 1037, 300],
    ]) {
      expectTwins((kernels) => {
        const panels = createPanels(units, cols, kernels.float32);
        fillPanels(panels, values(kernels, units * cols, 'w'));
        const packed = createPackedRows(kernels, rows, cols);
        const out = kernels.float32(rows * units);
        kernels.packRows(packed, values(kernels, rows * cols, 'a', zeros), rows);
        kernels.multiplyInto(out, packed, panels);
        kernels.multiplyInto(out, packed, panels, { keep: true });
        return out;
      });
    }
  });

  it('law: a product with few units is that of packed rows, to the bit', () => {
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 20 }), (rows, cols, units) => {
        const kernels = createSimdKernels();
        const panels = fillPanels(
          createPanels(units, cols, kernels.float32),
          values(kernels, units * cols, 'w'),
        );
        const a = values(kernels, rows * cols, 'a');
        const packed = createPackedRows(kernels, rows, cols);
        const [few, wanted] = [kernels.float32(rows * units), kernels.float32(rows * units)];
        kernels.packRows(packed, a, rows);
        kernels.multiplyInto(wanted, packed, panels);
        kernels.multiplyFewInto(few, a, rows, panels);
        expect(few).toEqual(wanted);
      }),
    );
  });

  it('accumulate outer products and transpose alike', () => {
    fc.assert(
      fc.property(size, size, size, fc.constantFrom(0, 0.9), (rows, preCols, postCols, zeros) => {
        expectTwins((kernels) => {
          const panels = createPanels(postCols, preCols, kernels.float32);
          fillPanels(panels, values(kernels, postCols * preCols, 'w'));
          const packed = createPackedOuter(kernels, rows, { postCols, preCols });
          const post = values(kernels, rows * postCols, 'post', 0.9);
          kernels.packOuter(packed, {
            post,
            pre: values(kernels, rows * preCols, 'pre', zeros),
            rows,
            scale: 0.3,
          });
          kernels.accumulateOuter(panels.data, packed);
          const transposed = createPanels(preCols, postCols, kernels.float32);
          kernels.transposeInto(transposed, panels);
          return [...panels.data, ...transposed.data];
        });
      }),
    );
  });
});

describe('products', () => {
  it('equal the sum over the inputs in f64', () => {
    const [rows, cols, units] = [5, 37, 19];
    for (const kernels of both()) {
      const matrix = values(kernels, units * cols, 'w');
      const a = values(kernels, rows * cols, 'a');
      const panels = fillPanels(createPanels(units, cols, kernels.float32), matrix);
      const packed = createPackedRows(kernels, rows, cols);
      const out = kernels.float32(rows * units);
      kernels.packRows(packed, a, rows);
      kernels.multiplyInto(out, packed, panels);
      for (let r = 0; r < rows; r++) {
        for (let u = 0; u < units; u++) {
          let sum = 0;
          for (let k = 0; k < cols; k++) sum += a[r * cols + k] * matrix[u * cols + k];
          expect(out[r * units + u]).toBeCloseTo(sum, 4);
        }
      }
    }
  });

  it('refuse arrays from elsewhere', () => {
    const kernels = createSimdKernels();
    expect(() => kernels.uniformInto(new Float32Array(4), { random: createRandom(1), step: 0 })).toThrow(
      /float32/,
    );
  });
});

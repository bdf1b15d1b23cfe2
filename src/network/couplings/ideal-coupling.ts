import {
  createPackedOuter,
  createPackedRows,
  createPanels,
  fillPanels,
  type Kernels,
  type OuterProduct,
  type PackedRows,
  type Panels,
  panelCount,
  panelRows,
  unpackInto,
} from '../../../crossbar/index.js';
import type { Coupling } from '../coupling.js';

/**
 * Numbers of a summed outer product: few enough to be still in a core's cache when they are used.
 */
const summedAtOnce = 1 << 17;

/** A product with so few is cheaper than to find the zeros of what it multiplies. */
const fewUnits = 16;

/**
 * A float matrix [post, pre], updated exactly. `maxRows` = most vectors in a product and rows of an
 * update.
 */
export function createIdealCoupling(
  weights: Float32Array,
  options: { pre: number; post: number; kernels: Kernels; maxRows: number },
): Coupling {
  const { pre, post, kernels, maxRows } = options;
  const panels = fillPanels(createPanels(post, pre, kernels.float32), weights);
  const packedPre = createPackedRows(kernels, maxRows, pre);
  const outer = createPackedOuter(kernels, maxRows, { postCols: post, preCols: pre });
  let backward: { panels: Panels; packed: PackedRows } | null = null;
  let sum: Float32Array | null = null;
  let stale = true;
  const transposed = () => {
    backward ??= {
      panels: createPanels(pre, post, kernels.float32),
      packed: createPackedRows(kernels, maxRows, post),
    };
    if (stale) kernels.transposeInto(backward.panels, panels);
    stale = false;
    return backward;
  };
  return Object.freeze<Coupling>({
    pre,
    post,
    repeatable: true,
    forwardInto(out, values, batch) {
      if (post <= fewUnits) {
        kernels.multiplyFewInto(out, values, batch, panels);
        return;
      }
      kernels.packRows(packedPre, values, batch);
      kernels.multiplyInto(out, packedPre, panels);
    },
    backwardInto(out, values, batch) {
      const { panels: turned, packed } = transposed();
      kernels.packRows(packed, values, batch);
      kernels.multiplyInto(out, packed, turned);
    },
    update(product) {
      kernels.packOuter(outer, product);
      kernels.accumulateOuter(panels.data, outer);
      stale = true;
    },
    weightsInto: (out) => unpackInto(out, panels),
    exact: Object.freeze({ panels, transposed: () => transposed().panels }),
    floats: Object.freeze({
      values: panels.data,
      summed(product: OuterProduct, use: (sum: Float32Array, from: number) => void) {
        const panel = panels.depth * panelRows;
        const [count, most] = [panelCount(post), Math.max(Math.floor(summedAtOnce / panel), kernels.threads)];
        sum ??= kernels.float32(Math.min(most, count) * panel);
        kernels.packOuter(outer, product);
        for (let from = 0; from < count; from += most) {
          const span = { from, to: Math.min(from + most, count) };
          const part = sum.subarray(0, (span.to - from) * panel).fill(0);
          kernels.accumulateOuter(part, outer, span);
          use(part, from * panel);
        }
      },
      changed() {
        stale = true;
      },
    }),
  });
}

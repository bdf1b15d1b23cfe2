import { type Crossbar, createCrossbar, type Kernels } from '../../../crossbar/index.js';
import type { RandomStream } from '../../../devices/index.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';
import type { Product, WeightMatrix } from '../../graph/plan/matrix-operator.js';
import type { NetworkPlan } from '../../graph/plan/plan.js';
import type { ProductOf } from '../../graph/run/execution.js';
import { arrayOptions } from '../build/chip.js';

/** Vectors in one read of an array. */
export const vectorsAtOnce = 256;

/** The arrays of a network on one chip. */
export interface NetworkChip {
  /** One a matrix of the plan, in its order. */
  readonly crossbars: readonly Crossbar[];
  readonly productOf: ProductOf;
}

export interface NetworkChipOptions {
  readonly chip: ChipConfiguration;
  readonly kernels: Kernels;
  /** Each array draws from a stream of its own in it. */
  readonly random: RandomStream;
}

/**
 * Writes every matrix of a plan to arrays of the chip. Reads are in parts of `vectorsAtOnce`.
 * Throws InputError.
 */
export function createNetworkChip(
  { matrices }: NetworkPlan,
  { chip, kernels, random }: NetworkChipOptions,
): NetworkChip {
  const products = new Map<string, Product>();
  const most = (of: (matrix: WeightMatrix) => number) => Math.max(0, ...matrices.map(of));
  const part = kernels.float32(vectorsAtOnce * most(({ cols }) => cols));
  const read = kernels.float32(vectorsAtOnce * most(({ rows }) => rows));
  const crossbars = matrices.map(({ key, rows, cols, weights }, index) => {
    const values = weights();
    const crossbar = createCrossbar({
      ...arrayOptions(chip, { weights: values, index }),
      rows,
      cols,
      random: random.stream(`chip/array ${index}`),
      kernels,
      maxBatch: vectorsAtOnce,
    });
    crossbar.program(values);
    products.set(key, productOn(crossbar, { part, read }));
    return crossbar;
  });
  return { crossbars, productOf: (key) => products.get(key)! };
}

/** Reads an array part by part, through buffers in the memory of the kernels. */
function productOn(
  { rows, cols, forwardInto }: Crossbar,
  { part, read }: { readonly part: Float32Array; readonly read: Float32Array },
): Product {
  return (input, vectors) => {
    const out = new Float32Array(vectors * rows);
    for (let from = 0; from < vectors; from += vectorsAtOnce) {
      const count = Math.min(vectorsAtOnce, vectors - from);
      part.set(input.subarray(from * cols, (from + count) * cols));
      forwardInto(read, part, count);
      out.set(read.subarray(0, count * rows), from * rows);
    }
    return out;
  };
}

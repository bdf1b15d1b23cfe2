import { floatValue, type Product } from '../plan/matrix-operator.js';
import type { NetworkPlan } from '../plan/plan.js';
import { createExecution } from './execution.js';
import type { Runtime } from './runtime.js';

/** What a matrix operator does for one image. */
export interface ImageReads {
  /** Vectors that one of its matrices reads, the mean over them. */
  readonly reads: number;
  /** Multiply-accumulates of all of them. */
  readonly macs: number;
}

/**
 * What each matrix operator does for one image, in their order, counted in a pass whose
 * products are zeros. `dims` is the shape of one image. Throws InputError where the network cannot
 * be run on it.
 */
export async function readsOfImage(
  plan: NetworkPlan,
  { runtime, dims }: { readonly runtime: Runtime; readonly dims: readonly number[] },
): Promise<readonly ImageReads[]> {
  const images = imagesAtOnce(plan) ?? 1;
  const execution = createExecution(plan, runtime);
  const found: ImageReads[] = [];
  let reads = 0;
  let macs = 0;
  const sizes = new Map(plan.matrices.map(({ key, rows, cols }) => [key, { rows, cols }]));
  const productOf =
    (key: string): Product =>
    (_, vectors) => {
      const { rows, cols } = sizes.get(key)!;
      reads += vectors;
      macs += vectors * rows * cols;
      return new Float32Array(vectors * rows);
    };
  const shape = [images, ...dims];
  const zeros = new Float32Array(shape.reduce((product, size) => product * size, 1));
  await execution.run(floatValue(shape, zeros), {
    productOf,
    seen({ matrices }) {
      found.push({ reads: reads / images / matrices.length, macs: macs / images });
      reads = 0;
      macs = 0;
    },
  });
  await execution.release();
  return found;
}

/** The images that a network insists on taking at once; null where it takes any number. */
export function imagesAtOnce({ graph }: NetworkPlan): number | null {
  const [first] = graph.input.dims;
  return typeof first === 'number' ? first : null;
}

/** The shape of one image; null where the network takes several. */
export function imageShapeOf({ graph }: NetworkPlan): readonly number[] | null {
  const [, ...dims] = graph.input.dims;
  return dims.every((size) => typeof size === 'number') ? (dims as number[]) : null;
}

import { createTypescriptKernels } from '../../crossbar/index.js';
import type { LearningRule, TrainingBatch, Update } from '../../src/learning/learning-rule.js';
import type { Network } from '../../src/network/network.js';
import { type Parameters, relativeError, uniforms, upload } from '../network/reference.js';

/**
 * Images and targets of a gradient test: asymmetric, none equal, the same numbers in single and
 * double precision.
 */
export interface Examples {
  readonly images: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
}

export function createExamples({ layers }: Parameters, count = 3, name = ''): Examples {
  const rows = (units: number, what: string) =>
    Array.from({ length: count }, (_, b) =>
      Float64Array.from(uniforms(units, `${name}${what}${b}`, [0.1, 0.9])),
    );
  return { images: rows(layers[0], 'image'), targets: rows(layers[layers.length - 1], 'target') };
}

/** A batch and its targets [batch, outputs]. */
export interface TaughtBatch extends TrainingBatch {
  readonly target: Float32Array;
}

/** What a rule wants changed for a batch and its targets. */
export function updateOf(rule: LearningRule, { target, ...batch }: TaughtBatch): Update {
  return rule.answer(batch).updateTowards(target);
}

/** A training batch of `examples`, masks [layer][batch, units] or none. */
export function batchOf(
  { layers }: Pick<Network, 'layers'>,
  { images, targets }: Examples,
  masks: TrainingBatch['masks'] = layers.map(() => null),
): TaughtBatch {
  const kernels = createTypescriptKernels();
  const flat = (rows: readonly Float64Array[]) => rows.flatMap((row) => [...row]);
  return {
    batch: images.length,
    input: upload(kernels, flat(images)),
    masks,
    target: upload(kernels, flat(targets)),
  };
}

/** What an update adds to weights and biases at rate 1, as dense matrices, coupling by coupling. */
export function denseUpdate({ layers }: Pick<Network, 'layers'>, { products, biases }: Update) {
  const weights = products.map(({ post, pre, rows, scale }, l) => {
    const [m, n] = [layers[l + 1], layers[l]];
    const sum = new Float64Array(m * n);
    for (let b = 0; b < rows; b++) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) sum[i * n + j] += scale * post[b * m + i] * pre[b * n + j];
      }
    }
    return sum;
  });
  return { weights, biases: biases.map((change) => Float64Array.from(change)) };
}

/**
 * Largest relative error, over couplings and their biases, of an update against minus a gradient.
 */
export function worstError(
  rule: LearningRule,
  { network, batch }: { network: Network; batch: TaughtBatch },
  gradient: { readonly weights: readonly Float64Array[]; readonly biases: readonly Float64Array[] },
): number {
  const { weights, biases } = denseUpdate(network, updateOf(rule, batch));
  const against = (values: readonly Float64Array[], slopes: readonly Float64Array[]) =>
    values.map((change, l) =>
      relativeError(
        change,
        slopes[l].map((slope) => -slope),
      ),
    );
  return Math.max(...against(weights, gradient.weights), ...against(biases, gradient.biases));
}

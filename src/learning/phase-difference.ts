import type { Network, NetworkState } from '../network/network.js';
import type { Update } from './learning-rule.js';

/**
 * Products and bias changes, times `scale`, of one state minus another for the first `batch`
 * images.
 */
export type PhaseDifference = (
  state: NetworkState,
  reference: NetworkState,
  options: { readonly batch: number; readonly scale: number },
) => Pick<Update, 'products' | 'biases'>;

/**
 * Both states have the same clamped input, so the product of the first coupling needs one row per
 * image, (s^b - s^0) x^T. The other couplings need two rows per image, one for s^b and one for
 * -s^0. The next call reuses the arrays that are returned.
 */
export function createPhaseDifference(
  { layers, biases: own, kernels }: Network,
  maxBatch: number,
): PhaseDifference {
  const last = layers.length - 1;
  const post = layers.map((units, l) => kernels.float32(l === 0 ? 0 : (l === 1 ? 1 : 2) * maxBatch * units));
  const pre = layers.map((units, l) => kernels.float32(l === 0 || l === last ? 0 : 2 * maxBatch * units));
  const biases = own.map(({ length }) => kernels.float32(length));
  return (state, reference, { batch, scale }) => {
    for (let l = 1; l < layers.length; l++) {
      const units = layers[l];
      const size = batch * units;
      const [after, before] = [state[l], reference[l]];
      const sums = biases[l - 1].fill(0);
      // A bias may belong to many units, as that of a map of pixels does: each of its places is
      // then a row.
      const shape = { rows: size / sums.length, units: sums.length };
      kernels.contrastInto(post[l], sums, { after, before, ...shape, scale, stacked: l > 1 });
      if (l === last) continue;
      pre[l].set(after.subarray(0, size));
      pre[l].set(before.subarray(0, size), size);
    }
    const products = layers
      .slice(1)
      .map((_, l) =>
        l === 0
          ? { post: post[1], pre: state[0], rows: batch, scale }
          : { post: post[l + 1], pre: pre[l], rows: 2 * batch, scale },
      );
    return { products, biases };
  };
}

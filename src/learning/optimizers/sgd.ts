import type { LearnedNetwork } from '../../network/network.js';
import type { Update } from '../learning-rule.js';

/**
 * Plain stochastic gradient descent: changes each coupling and bias by the rate of its layer times
 * the update of the rule.
 */
export function applySgd(
  { couplings, biases }: LearnedNetwork,
  update: Update,
  rates: readonly number[],
): void {
  couplings.forEach((coupling, l) => {
    const product = update.products[l];
    coupling.update({ ...product, scale: rates[l] * product.scale });
    const bias = biases[l];
    for (let i = 0; i < bias.length; i++) bias[i] += rates[l] * update.biases[l][i];
  });
}

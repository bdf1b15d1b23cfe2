import { InputError } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import type { Optimizer } from './optimizer.js';

/** Decay of the mean gradient and of the mean square, and what keeps the quotient finite: the published defaults. */
const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1, epsilon outside the root as there and in PyTorch), for every
 * weight and bias with g what the rule wants, minus the gradient:
 *
 *   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2,   w <- w + rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
 *
 * Throws InputError where a coupling is not of floats.
 */
export function createAdam({ couplings, biases }: Network): Optimizer {
  const floats = couplings.map(({ floats }) => {
    if (floats) return floats;
    throw new InputError('learning.optimizer: adam needs hardware: ideal (got a chip)');
  });
  const moments = () =>
    [...floats.map(({ values }) => values), ...biases].map((x) => new Float32Array(x.length));
  const [means, squares] = [moments(), moments()];
  /** One number, beside the moments so that it is stored with them. */
  const steps = new Float32Array(1);

  const step = (values: Float32Array, wanted: Float32Array, { of, rate }: { of: number; rate: number }) => {
    const [m, v] = [means[of], squares[of]];
    const size = rate / (1 - beta1 ** steps[0]);
    const inverseRoot = 1 / Math.sqrt(1 - beta2 ** steps[0]);
    for (let i = 0; i < values.length; i++) {
      const g = wanted[i];
      const mean = beta1 * m[i] + (1 - beta1) * g;
      const square = beta2 * v[i] + (1 - beta2) * g * g;
      m[i] = mean;
      v[i] = square;
      values[i] += (size * mean) / (Math.sqrt(square) * inverseRoot + epsilon);
    }
  };

  return Object.freeze<Optimizer>({
    memory: [...means, ...squares, steps],
    apply(update, rates) {
      steps[0]++;
      floats.forEach(({ values, summed, changed }, l) => {
        step(values, summed(update.products[l]), { of: l, rate: rates[l] });
        changed();
        step(biases[l], update.biases[l], { of: couplings.length + l, rate: rates[l] });
      });
    },
  });
}

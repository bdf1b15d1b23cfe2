import { statesOf, storedState } from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';
import type { LearnedNetwork } from '../../network/network.js';
import type { Optimizer } from './optimizer.js';

/** Decay of the mean gradient and of the mean square, the published defaults, as in the kernel. */
const [beta1, beta2] = [0.9, 0.999];

/**
 * Adam (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1, epsilon outside the root as there and in
 * PyTorch), for every weight and bias with g what the rule wants, minus the gradient:
 *
 *   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2
 *   w <- w + rate (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + epsilon)
 *
 * Throws InputError where a coupling is not of floats.
 */
export function createAdam({ couplings, biases, kernels }: LearnedNetwork): Optimizer {
  const floats = couplings.map(({ floats }) => {
    if (floats) return floats;
    throw new InputError('learning.optimizer: adam needs hardware: ideal (got a chip)');
  });
  const moments = () =>
    [...floats.map(({ values }) => values), ...biases].map(({ length }) => kernels.float32(length));
  const [means, squares] = [moments(), moments()];
  /** One number, beside the moments so that it is stored with them. */
  const steps = new Float32Array(1);

  const step = (
    values: Float32Array,
    wanted: Float32Array,
    { of, rate, from = 0 }: { of: number; rate: number; from?: number },
  ) => {
    const stretch = (array: Float32Array) => array.subarray(from, from + wanted.length);
    kernels.adamInto(stretch(values), wanted, {
      means: stretch(means[of]),
      squares: stretch(squares[of]),
      size: rate / (1 - beta1 ** steps[0]),
      inverseRoot: 1 / Math.sqrt(1 - beta2 ** steps[0]),
    });
  };

  return Object.freeze<Optimizer>({
    memory: [
      ...statesOf(
        'parameter',
        means.map((mean, of) => storedState({ mean, square: squares[of] })),
      ),
      ...storedState({ steps }),
    ],
    apply(update, rates) {
      steps[0]++;
      floats.forEach(({ values, summed, changed }, l) => {
        summed(update.products[l], (sum, from) => step(values, sum, { of: l, rate: rates[l], from }));
        changed();
        step(biases[l], update.biases[l], { of: couplings.length + l, rate: rates[l] });
      });
    },
  });
}

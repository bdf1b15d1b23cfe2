import type { Kernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import type { Configuration } from '../../src/configuration/configuration.js';
import { denseLayers } from '../../src/configuration/network-layers.js';
import type { Selection } from '../../src/data/batches.js';
import { evaluate, evaluationBatch, shareCorrect } from '../../src/experiments/run/evaluation.js';
import { createEqprop } from '../../src/learning/eqprop.js';
import type { LearningRule } from '../../src/learning/learning-rule.js';
import { createIdealCoupling } from '../../src/network/couplings/ideal-coupling.js';
import { createNetwork, type Network } from '../../src/network/network.js';
import { createBlock } from '../../src/relax/block.js';
import { createClosedForm } from '../../src/relax/closed-form.js';
import type { Weights } from './eqprop-task.js';

export interface EqpropNetwork {
  readonly network: Network;
  readonly rule: LearningRule;
}

/** A float network at given weights, relaxed as our contestant relaxes it; nudged by +beta. */
export function createEqpropNetwork(
  configuration: Configuration,
  { matrices, biases }: Weights,
  kernels: Kernels,
): EqpropNetwork {
  const layers = denseLayers(configuration, 'this benchmark');
  const { eqprop } = configuration.learning;
  const random = createRandom(0);
  const maxBatch = evaluationBatch;
  const network = createNetwork({
    layers,
    random,
    kernels,
    createCoupling: (_, { pre, post, index }) =>
      createIdealCoupling(matrices[index], { pre, post, kernels, maxRows: 2 * maxBatch }),
  });
  network.biases.forEach((bias, l) => void bias.set(biases[l]));
  const { strategy, tolerance, maxSweeps, dt, freeSteps, nudgedSteps, beta } = eqprop;
  const block = strategy === 'block';
  const rule = createEqprop(network, {
    relax: block
      ? createBlock(network, { tolerance, maxBatch })
      : createClosedForm(network, { dt, maxBatch }),
    freeSteps: block ? maxSweeps : freeSteps,
    nudgedSteps: block ? maxSweeps : nudgedSteps,
    beta,
    nudging: 'positive',
    random,
    maxBatch,
  });
  return { network, rule };
}

/** Share of `test` classified correctly by direct association with the images of `labelled`. */
export async function accuracyOf(
  network: EqpropNetwork,
  images: { labelled: Selection; test: Selection },
): Promise<number> {
  return shareCorrect((await evaluate(network, images)).correct.average);
}

import { beginPhase, createState } from '../network/network.js';
import type { ResistiveNetwork } from '../network/resistive/resistive-network.js';
import type { Kirchhoff } from '../relax/kirchhoff.js';
import type { Relaxation } from '../relax/relaxation.js';
import type { Answer, LearningRule, TrainingBatch, Update } from './learning-rule.js';
import { createDropContrast } from './voltage-difference-gradient.js';

export interface AdjointOptions extends Kirchhoff {
  readonly freeSteps: number;
  /**
   * Sweeps of the adjoint: 0 errors where these are many, the share of a truncated backpropagation
   * through the sweeps where few.
   */
  readonly adjointSteps: number;
  readonly maxBatch: number;
}

/**
 * Backpropagation through a resistive network at rest, for C = 1/2 |v_L - d|^2: with lambda the
 * answer of the linearised network to the currents dC/dv_L, dC/dg =
 * -(v_i - v_j)(lambda_i - lambda_j), which is what states v - lambda and v + lambda teach by their
 * drops, over a span of 2. What EqProp estimates by nudges of +-beta (Scellier and Bengio 2019, doi
 * 10.1162/neco_a_01160; recurrent backpropagation, Almeida 1987).
 */
export function createAdjoint(network: ResistiveNetwork, options: AdjointOptions): LearningRule {
  const { relax, linearResponse, freeSteps, adjointSteps, maxBatch } = options;
  const { layers, kernels } = network;
  const last = layers.length - 1;
  const [free, lambda, plus, minus] = Array.from({ length: 4 }, () => createState(network, maxBatch));
  const pull = kernels.float32(maxBatch * layers[last]);
  const contrast = createDropContrast(network, maxBatch);

  const settle = (input: Float32Array, batch: number) => {
    free.forEach((layer, l) => {
      if (l === 0) layer.set(input.subarray(0, batch * layers[0]));
      else layer.fill(0, 0, batch * layers[l]);
    });
    beginPhase(network, 'free');
    return relax(free, { batch, steps: freeSteps, nudge: null, masks: [] });
  };

  const answer = ({ batch, input }: TrainingBatch): Answer => {
    const { status } = settle(input, batch);
    return { output: free[last], updateTowards: (target) => updateTowards(target, { batch, status }) };
  };

  const updateTowards = (target: Float32Array, { batch, status }: Rest): Update => {
    for (let i = 0; i < batch * layers[last]; i++) pull[i] = free[last][i] - target[i];
    linearResponse(lambda, free, { pull, steps: adjointSteps, batch });
    plus[0].set(free[0].subarray(0, batch * layers[0]));
    for (let l = 1; l <= last; l++) addInto([plus[l], minus[l]], [free[l], lambda[l]], batch * layers[l]);
    const { products, biases } = contrast(plus, minus, { batch, scale: 1 / (2 * batch) });
    return { products, biases, sweeps: 0, status: status === 'non-finite' ? 'non-finite' : 'ok' };
  };

  return Object.freeze<LearningRule>({
    name: 'backprop',
    invertedDropout: true,
    answer,
    inferInto(out, input, batch) {
      settle(input, batch);
      out.set(free[last].subarray(0, batch * layers[last]));
    },
  });
}

/** A batch at rest. */
interface Rest {
  readonly batch: number;
  readonly status: Relaxation['status'];
}

/** plus = v - lambda, minus = v + lambda: named by the nudge that they stand for. */
function addInto(
  [plus, minus]: readonly [Float32Array, Float32Array],
  [v, lambda]: readonly [Float32Array, Float32Array],
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    plus[i] = v[i] - lambda[i];
    minus[i] = v[i] + lambda[i];
  }
}

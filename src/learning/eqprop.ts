import { checkNumber, type RandomStream, uniformInto } from '../../devices/index.js';
import { createState, type Network, type NetworkState } from '../network/network.js';
import type { Relax } from '../relax/relaxation.js';
import { createContrast } from './contrast.js';
import { createSoftmaxHead, createSquaredHead } from './head.js';
import type { LearningRule, TrainingBatch, Update } from './learning-rule.js';

export interface EqpropOptions {
  /** Of the whole network for mse, of its hidden part for cross-entropy. */
  readonly relax: Relax;
  /** Of the nudged phases; `relax` by default. Must share its drives, since the input is read once. */
  readonly relaxNudged?: Relax;
  readonly freeSteps: number;
  readonly nudgedSteps: number;
  readonly beta: number;
  /** Sign of beta: drawn anew for each batch, always positive, or both with half the difference (error O(beta^2)). */
  readonly nudging: 'random-sign' | 'positive' | 'centred';
  /** mse by default: C = 1/2 |s_L - d|^2; see also `createSoftmaxHead`. */
  readonly loss?: 'mse' | 'cross-entropy';
  readonly random: RandomStream;
  readonly maxBatch: number;
}

/**
 * Equilibrium propagation (Scellier and Bengio 2017, doi 10.3389/fncom.2017.00024) for a cost C of the output: the network
 * relaxes freely (s^0), then from there with the output nudged towards the target (s^b).
 * For every coupling between layers that relax, averaged over the batch,
 *
 *   dW_l = (1/b) (s_l^b s_(l-1)^b^T - s_l^0 s_(l-1)^0^T),   db_l = (1/b) (s_l^b - s_l^0)
 *
 * estimates minus the gradient of C. Centred: -b in the place of 0, over 2b.
 */
export function createEqprop(network: Network, options: EqpropOptions): LearningRule {
  const { relax, relaxNudged = relax, freeSteps, nudgedSteps, nudging, random, maxBatch } = options;
  const magnitude = checkNumber('eqprop.beta', options.beta, { min: Number.MIN_VALUE });
  const softmax = options.loss === 'cross-entropy';
  const head = softmax ? createSoftmaxHead(network, maxBatch) : createSquaredHead(network);
  const { layers, kernels } = head.dynamical;
  const outputs = network.layers[network.layers.length - 1];
  const free = createState(head.dynamical, maxBatch);
  const nudged = createState(head.dynamical, maxBatch);
  const reference = nudging === 'centred' ? createState(head.dynamical, maxBatch) : free;
  const target = kernels.float32(maxBatch * outputs);
  const contrast = createContrast(head.dynamical, maxBatch);
  let batches = 0;

  const betaOfBatch = (step: number) => {
    const [u] = uniformInto(new Float32Array(1), { random, step });
    return nudging === 'random-sign' && u < 0.5 ? -magnitude : magnitude;
  };

  const update = ({ batch, input, masks, targetInto, step = batches }: TrainingBatch): Update => {
    batches = step + 1;
    start(free, input, { layers, batch });
    const results = [relax(free, { batch, steps: freeSteps, nudge: null, masks })];
    targetInto(target, head.scores(free, batch));
    const beta = betaOfBatch(step);
    const pull = { target, mask: masks[network.layers.length - 1] ?? null, batch };
    const nudge = (state: NetworkState, signed: number) => {
      copy(state, free, { layers, batch });
      const phase = { batch, steps: nudgedSteps, nudge: null, ...head.nudge(signed, pull), masks };
      results.push(relaxNudged(state, { ...phase, inputRead: network.couplings[0].repeatable }));
    };
    nudge(nudged, beta);
    if (nudging === 'centred') nudge(reference, -beta);
    const span = nudging === 'centred' ? 2 * beta : beta;
    const { products, biases } = contrast(nudged, reference, { batch, scale: 1 / (span * batch) });
    const readOut = head.readOut(nudging === 'centred' ? [nudged, reference] : [nudged], pull);
    return {
      products: readOut ? [...products, readOut.product] : products,
      biases: readOut ? [...biases, readOut.bias] : biases,
      sweeps: results.reduce((sum, { steps }) => sum + steps, 0),
      status: results.some(({ status }) => status === 'non-finite') ? 'non-finite' : 'ok',
    };
  };

  return Object.freeze<LearningRule>({
    name: 'eqprop',
    invertedDropout: false,
    update,
    inferInto(out, input, batch) {
      start(free, input, { layers, batch });
      relax(free, { batch, steps: freeSteps, nudge: null, masks: [] });
      head.answerInto(out, free, batch);
    },
  });
}

interface Shape {
  readonly layers: readonly number[];
  readonly batch: number;
}

/** The first `batch` images clamped at the input, everything else at rest. */
function start(state: NetworkState, input: Float32Array, { layers, batch }: Shape): void {
  state.forEach((layer, l) => {
    if (l === 0) layer.set(input.subarray(0, batch * layers[0]));
    else layer.fill(0, 0, batch * layers[l]);
  });
}

function copy(to: NetworkState, from: NetworkState, { layers, batch }: Shape): void {
  to.forEach((layer, l) => void layer.set(from[l].subarray(0, batch * layers[l])));
}

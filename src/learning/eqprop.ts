import { checkNumber, type RandomStream, uniformInto } from '../../devices/index.js';
import { createState, type Network, type NetworkState } from '../network/network.js';
import type { Relax } from '../relax/relaxation.js';
import type { LearningRule, TrainingBatch, Update } from './learning-rule.js';

export interface EqpropOptions {
  readonly relax: Relax;
  readonly freeSteps: number;
  readonly nudgedSteps: number;
  readonly beta: number;
  /** Sign of beta: drawn anew for each batch, always positive, or both with half the difference (error O(beta^2)). */
  readonly nudging: 'random-sign' | 'positive' | 'centred';
  readonly random: RandomStream;
  readonly maxBatch: number;
}

/**
 * Equilibrium propagation (Scellier and Bengio 2017, doi 10.3389/fncom.2017.00024) for the squared error
 * C = 1/2 |s_L - d|^2: the network relaxes freely (s^0), then from there with the output nudged towards the target (s^b).
 * For every coupling, averaged over the batch,
 *
 *   dW_l = (1/b) (s_l^b s_(l-1)^b^T - s_l^0 s_(l-1)^0^T),   db_l = (1/b) (s_l^b - s_l^0)
 *
 * estimates minus the gradient of C. Centred: -b in the place of 0, over 2b.
 */
export function createEqprop(network: Network, options: EqpropOptions): LearningRule {
  const { relax, freeSteps, nudgedSteps, nudging, random, maxBatch } = options;
  const magnitude = checkNumber('eqprop.beta', options.beta, { min: Number.MIN_VALUE });
  const { layers, kernels } = network;
  const last = layers.length - 1;
  const free = createState(network, maxBatch);
  const nudged = createState(network, maxBatch);
  const reference = nudging === 'centred' ? createState(network, maxBatch) : free;
  const target = kernels.float32(maxBatch * layers[last]);
  const differences = createDifferences(network, maxBatch);
  let step = 0;

  const betaOfBatch = () => {
    const [u] = uniformInto(new Float32Array(1), { random, step: step++ });
    return nudging === 'random-sign' && u < 0.5 ? -magnitude : magnitude;
  };

  const update = ({ batch, input, masks, targetInto }: TrainingBatch): Update => {
    start(free, input, { layers, batch });
    const results = [relax(free, { batch, steps: freeSteps, nudge: null, masks })];
    targetInto(target, free[last]);
    const beta = betaOfBatch();
    const nudge = (state: NetworkState, signed: number) => {
      copy(state, free, { layers, batch });
      const phase = { batch, steps: nudgedSteps, nudge: { beta: signed, target }, masks };
      results.push(relax(state, { ...phase, inputRead: network.couplings[0].repeatable }));
    };
    nudge(nudged, beta);
    if (nudging === 'centred') nudge(reference, -beta);
    const span = nudging === 'centred' ? 2 * beta : beta;
    return {
      ...differences(nudged, reference, { batch, scale: 1 / (span * batch) }),
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
      out.set(free[last].subarray(0, batch * layers[last]));
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

/**
 * Products and bias changes of one state minus another. The clamped input is common to both, so the first coupling needs
 * one row an image, (s^b - s^0) x; the others two, s^b above -s^0.
 */
function createDifferences({ layers, kernels }: Network, maxBatch: number) {
  const last = layers.length - 1;
  const post = layers.map((units, l) => kernels.float32(l === 0 ? 0 : (l === 1 ? 1 : 2) * maxBatch * units));
  const pre = layers.map((units, l) => kernels.float32(l === 0 || l === last ? 0 : 2 * maxBatch * units));
  const biases = layers.slice(1).map((units) => kernels.float32(units));
  return (
    state: NetworkState,
    reference: NetworkState,
    { batch, scale }: { batch: number; scale: number },
  ): Pick<Update, 'products' | 'biases'> => {
    for (let l = 1; l < layers.length; l++) {
      const units = layers[l];
      const size = batch * units;
      const change = biases[l - 1].fill(0);
      const [after, before, rows] = [state[l], reference[l], post[l]];
      for (let b = 0, i = 0; b < batch; b++) {
        for (let unit = 0; unit < units; unit++, i++) {
          const difference = after[i] - before[i];
          change[unit] += difference * scale;
          rows[i] = l === 1 ? difference : after[i];
          if (l > 1) rows[size + i] = -before[i];
        }
      }
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

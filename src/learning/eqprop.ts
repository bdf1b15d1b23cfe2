import { checkNumber, type RandomStream, uniformInto } from '../../devices/index.js';
import type { StateErrors } from '../circuits/state-errors.js';
import { beginPhase, createState, type Network, type NetworkState } from '../network/network.js';
import type { Relax } from '../relax/relaxation.js';
import type { LearningRule, TrainingBatch, Update } from './learning-rule.js';
import { createSoftmaxOutputStage, createSquaredOutputStage } from './output-stage.js';
import { createPhaseDifference, type PhaseDifference } from './phase-difference.js';

export interface EqpropOptions {
  /** Of the whole network for mse, of its hidden part for cross-entropy. */
  readonly relax: Relax;
  /**
   * Of the nudged phases; `relax` by default. Must share its drives, since the input is read once.
   */
  readonly relaxNudged?: Relax;
  readonly freeSteps: number;
  readonly nudgedSteps: number;
  readonly beta: number;
  /**
   * Sign of beta: drawn anew for each batch, always the same, or both with half the difference. The
   * error of both is O(beta^2) where each unit is off its walls, or on the same one, in both nudged
   * states. A unit that meets a wall in one of them alone is off by up to half of its gradient:
   * O(beta) on average over units.
   */
  readonly nudging: 'random-sign' | 'positive' | 'negative' | 'centred';
  /**
   * `nudge` (default): the cost acts with strength beta. `clamp`: the output is held at s_L^0 +
   * beta (d - s_L^0) while the others relax: coupled learning (Stern et al. 2021, doi
   * 10.1103/PhysRevX.11.021045), and with beta = 1 contrastive learning (Movellan 1991, doi
   * 10.1016/B978-1-4832-1448-1.50007-X). No gradient of C, of mse alone.
   */
  readonly teaching?: 'nudge' | 'clamp';
  /** What two states teach; that of synapses by default. */
  readonly contrast?: PhaseDifference;
  /** mse by default: C = 1/2 |s_L - d|^2; see also `createSoftmaxHead`. */
  readonly loss?: 'mse' | 'cross-entropy';
  /**
   * What states are off by where they are sampled: to choose the target, to learn from, as the
   * answer. None by default.
   */
  readonly stateErrors?: StateErrors | null;
  readonly random: RandomStream;
  readonly maxBatch: number;
}

/**
 * Equilibrium propagation (Scellier and Bengio 2017, doi 10.3389/fncom.2017.00024) for a cost C of
 * the output: the network relaxes freely (s^0), then from there with the output nudged towards the
 * target (s^b). For every coupling between layers that relax, averaged over the batch,
 *
 *   dW_l = (1/b) (s_l^b s_(l-1)^b^T - s_l^0 s_(l-1)^0^T),   db_l = (1/b) (s_l^b - s_l^0)
 *
 * estimates minus the gradient of C. Centred: -b in the place of 0, over 2b.
 */
export function createEqprop(network: Network, options: EqpropOptions): LearningRule {
  const { relax, relaxNudged = relax, freeSteps, nudgedSteps, nudging, random, maxBatch } = options;
  const errors = options.stateErrors ?? null;
  const magnitude = checkNumber('eqprop.beta', options.beta, { min: Number.MIN_VALUE });
  const softmax = options.loss === 'cross-entropy';
  const outputStage = softmax
    ? createSoftmaxOutputStage(network, maxBatch)
    : createSquaredOutputStage(network);
  const { layers, kernels } = outputStage.dynamical;
  const outputs = network.layers[network.layers.length - 1];
  const free = createState(outputStage.dynamical, maxBatch);
  const nudged = createState(outputStage.dynamical, maxBatch);
  const reference = nudging === 'centred' ? createState(outputStage.dynamical, maxBatch) : free;
  const target = kernels.float32(maxBatch * outputs);
  const contrast = options.contrast ?? createPhaseDifference(outputStage.dynamical, maxBatch);
  const clamp = options.teaching === 'clamp';
  /** Phases as the sampling circuit sees them; the states go on undisturbed. */
  const samples = {
    free: sampled(errors, free),
    nudged: sampled(errors, nudged),
    reference: sampled(errors, reference),
  };
  let batches = 0;

  const betaOfBatch = (step: number) => {
    const [u] = uniformInto(new Float32Array(1), { random, step });
    const isNegative = nudging === 'negative' || (nudging === 'random-sign' && u < 0.5);
    return isNegative ? -magnitude : magnitude;
  };

  const update = ({ batch, input, masks, targetInto, step = batches }: TrainingBatch): Update => {
    batches = step + 1;
    start(free, input, { layers, batch });
    beginPhase(network, 'free');
    const sample = (name: 'free' | 'nudged' | 'reference') =>
      samples[name]({ phase: name, batch, step, masks });
    const results = [relax(free, { batch, steps: freeSteps, nudge: null, masks })];
    const seenFree = sample('free');
    targetInto(target, outputStage.scores(seenFree, batch));
    const beta = betaOfBatch(step);
    const pull = { target, mask: masks[network.layers.length - 1] ?? null, batch };
    const nudge = (state: NetworkState, signed: number) => {
      copy(state, free, { layers, batch });
      beginPhase(network, 'nudged');
      const phase = {
        batch,
        steps: nudgedSteps,
        nudge: null,
        masks,
        ...(!clamp && outputStage.nudge(signed, pull)),
      };
      if (clamp) moveTowards(state[state.length - 1], target, { share: signed, count: batch * outputs });
      results.push(
        relaxNudged(state, {
          ...phase,
          clampOutput: clamp,
          reuseInputProduct: network.couplings[0].repeatable,
        }),
      );
    };
    nudge(nudged, beta);
    if (nudging === 'centred') nudge(reference, -beta);
    const span = nudging === 'centred' ? 2 * beta : beta;
    const seen = sample('nudged');
    const seenReference = nudging === 'centred' ? sample('reference') : seenFree;
    const { products, biases } = contrast(seen, seenReference, { batch, scale: 1 / (span * batch) });
    const readOut = outputStage.readOut(nudging === 'centred' ? [seen, seenReference] : [seen], pull);
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
    ...(errors && { memory: errors.memory }),
    inferInto(out, input, batch) {
      start(free, input, { layers, batch });
      beginPhase(network, 'free');
      relax(free, { batch, steps: freeSteps, nudge: null, masks: [] });
      const seen = samples.free({ phase: 'inference', batch, step: 0, masks: [] });
      outputStage.answerInto(out, seen, batch);
    },
  });
}

/** The state itself, or a copy of it with its errors. */
function sampled(errors: StateErrors | null, state: NetworkState) {
  if (!errors) return () => state;
  const copies = state.map((layer, l) => (l === 0 ? layer : errors.copyOf(layer)));
  return (sample: Parameters<StateErrors['addInto']>[2]) => {
    for (let l = 1; l < copies.length; l++) {
      copies[l].set(state[l]);
      errors.addInto(copies[l], l, sample);
    }
    return copies;
  };
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

function moveTowards(
  layer: Float32Array,
  target: Float32Array,
  { share, count }: { share: number; count: number },
): void {
  for (let i = 0; i < count; i++) layer[i] += share * (target[i] - layer[i]);
}

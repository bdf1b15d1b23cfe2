import { checkNumber, type RandomStream, uniformInto } from '../../devices/index.js';
import type { Network } from '../network/network.js';
import { createPhases, type NumberedBatch, type PhaseOptions, type SettledPhase } from './eqprop-phases.js';
import type { Answer, LearningRule, TrainingBatch, Update } from './learning-rule.js';
import { createSoftmaxOutputStage, createSquaredOutputStage } from './output-stage.js';
import { createPhaseDifference, type PhaseDifference } from './phase-difference.js';

export interface EqpropOptions extends PhaseOptions {
  readonly beta: number;
  /** The update from two states; `createPhaseDifference` by default. */
  readonly contrast?: PhaseDifference;
  /** mse by default: C = 1/2 |s_L - d|^2; see also `createSoftmaxOutputStage`. */
  readonly loss?: 'mse' | 'cross-entropy';
  /** Draws the sign of beta. */
  readonly random: RandomStream;
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
  const { maxBatch, stateErrors = null } = options;
  const isCentred = options.nudging === 'centred';
  const outputStage =
    options.loss === 'cross-entropy'
      ? createSoftmaxOutputStage(network, maxBatch)
      : createSquaredOutputStage(network);
  const { settleFree, settleNudged } = createPhases(network, outputStage, options);
  const betaOfBatch = createSignedBeta(options);
  const contrast = options.contrast ?? createPhaseDifference(outputStage.dynamical, maxBatch);
  let batches = 0;

  const answer = (images: TrainingBatch): Answer => {
    const batch: NumberedBatch = { ...images, step: images.step ?? batches };
    batches = batch.step + 1;
    const free = settleFree(batch, 'free');
    const output = outputStage.scores(free.sample, batch.batch);
    return { output, updateTowards: (target) => updateTowards(target, batch, free) };
  };

  const updateTowards = (target: Float32Array, images: NumberedBatch, free: SettledPhase): Update => {
    const { batch, masks, step } = images;
    const beta = betaOfBatch(step);
    const pull = { target, mask: masks[network.layers.length - 1] ?? null, batch };
    const nudged = settleNudged(images, { phase: 'nudged', beta, pull });
    const reference = isCentred ? settleNudged(images, { phase: 'reference', beta: -beta, pull }) : free;
    const span = isCentred ? 2 * beta : beta;
    const { products, biases } = contrast(nudged.sample, reference.sample, {
      batch,
      scale: 1 / (span * batch),
    });
    const taught = isCentred ? [nudged.sample, reference.sample] : [nudged.sample];
    const readOut = outputStage.readOut(taught, pull);
    const phases = isCentred ? [free, nudged, reference] : [free, nudged];
    return {
      products: readOut ? [...products, readOut.product] : products,
      biases: readOut ? [...biases, readOut.bias] : biases,
      sweeps: phases.reduce((sum, { steps }) => sum + steps, 0),
      status: phases.some(({ status }) => status === 'non-finite') ? 'non-finite' : 'ok',
    };
  };

  return Object.freeze<LearningRule>({
    name: 'eqprop',
    invertedDropout: false,
    answer,
    ...(stateErrors && { memory: stateErrors.memory }),
    inferInto(out, input, batch) {
      const { sample } = settleFree({ batch, input, masks: [], step: 0 }, 'inference');
      outputStage.answerInto(out, sample, batch);
    },
  });
}

/** beta of a batch, with the sign that `nudging` gives it. */
function createSignedBeta({ beta, nudging, random }: EqpropOptions): (step: number) => number {
  const magnitude = checkNumber('eqprop.beta', beta, { min: Number.MIN_VALUE });
  return (step) => {
    const [u] = uniformInto(new Float32Array(1), { random, step });
    const isNegative = nudging === 'negative' || (nudging === 'random-sign' && u < 0.5);
    return isNegative ? -magnitude : magnitude;
  };
}

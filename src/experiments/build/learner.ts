import { type StoredState, statesOf, stateUnder, storedState } from '../../../crossbar/index.js';
import type { Configuration, Learning, LearningRuleName } from '../../configuration/configuration.js';
import { resolveLearning } from '../../configuration/configuration.js';
import { type Part, partsOf, resolvePart } from '../../configuration/learning-rule.js';
import type { Selection } from '../../data/batches.js';
import { loweringBias } from './lowered-bias.js';
import { createModel } from './model.js';
import { createTrainer, type Trainer } from './trainer.js';
import type { Model, ModelOptions } from './types.js';

/**
 * A network that learns by one rule on one kind of hardware: what a configuration's names stand
 * for.
 */
export interface Learner extends Model {
  readonly learning: Learning;
  /**
   * One a part of the training, in order; all but semi-supervised training has one part, the whole.
   */
  readonly trainers: readonly PartTrainer[];
  /** Of the first trainer: see there. */
  readonly startEpoch: Trainer['startEpoch'];
  readonly learn: (images: Selection) => ReturnType<Trainer['learn']>;
  /**
   * Weights or the arrays under them, biases and all that the trainers remember: stored and put
   * back, it goes on as if never stopped.
   */
  readonly memory: StoredState;
  /** To be called after `memory` was written. */
  readonly restored: () => void;
  /** Batches learned from so far, which all random draws of training depend on. */
  readonly clock: { batches: number };
}

export interface PartTrainer extends Omit<Trainer, 'learn'> {
  readonly part: Part;
  readonly learn: (images: Selection) => ReturnType<Trainer['learn']>;
}

export interface LearnerOptions extends ModelOptions {
  readonly rule: LearningRuleName;
}

export function createLearner(configuration: Configuration, options: LearnerOptions): Learner {
  const learning = resolveLearning(configuration, options.rule);
  const bare = createModel(configuration.network, learning, options);
  const clock = { batches: 0 };
  const trainers = partsOf(learning).map((part): PartTrainer => {
    const supervised = part === 'whole' ? learning.mode === 'supervised' : part !== 'unlabelled';
    const trainer = createTrainer(bare, resolvePart(learning, part), { ...options, supervised });
    return { ...trainer, part, learn: (images) => trainer.learn(images, clock.batches++) };
  });
  const model = { ...bare, rule: heldInInference(bare, trainers, options.hardware) };
  const { couplings, biases } = model.network;
  return Object.freeze<Learner>({
    ...model,
    learning,
    trainers,
    startEpoch: trainers[0].startEpoch,
    learn: trainers[0].learn,
    memory: [
      ...statesOf(
        'weights',
        couplings.map(({ floats }) => storedState({ values: floats?.values })),
      ),
      ...statesOf(
        'array',
        model.crossbars.map(({ memory }) => memory),
      ),
      ...statesOf(
        'bias',
        biases.map((values) => storedState({ values })),
      ),
      ...stateUnder('rule', bare.rule.memory),
      ...statesOf(
        'trainer',
        trainers.map(({ memory }) => memory),
      ),
      ...storedState({ phases: bare.phases?.memory }),
    ],
    restored() {
      for (const { floats } of couplings) floats?.changed();
      for (const { restored } of model.crossbars) restored();
    },
    clock,
  });
}

/** Most images that a learner of this rule trains on at once. */
export function largestBatch(configuration: Configuration, rule: LearningRuleName): number {
  const learning = resolveLearning(configuration, rule);
  return Math.max(...partsOf(learning).map((part) => resolvePart(learning, part).batchSize));
}

/** The rule, its answers under the homeostasis voltage where that stays on in inference. */
function heldInInference(
  { network, rule }: Model,
  trainers: readonly PartTrainer[],
  hardware: ModelOptions['hardware'],
): Model['rule'] {
  const controller = trainers.find(({ homeostasis }) => homeostasis)?.homeostasis;
  if (hardware === 'ideal' || !controller) return rule;
  const { as, inInference } = hardware.homeostasis;
  if (as !== 'bias' || !inInference) return rule;
  const lowered = loweringBias(network, controller);
  return { ...rule, inferInto: (...call) => lowered(() => rule.inferInto(...call)) };
}

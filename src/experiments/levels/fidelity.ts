import type { Kernels } from '../../../crossbar/index.js';
import { createRandom, type RandomStream } from '../../../devices/index.js';
import {
  type Configuration,
  type Learning,
  type LearningRuleName as RuleName,
  resolveLearning,
} from '../../configuration/configuration.js';
import { defaultRule, learningRuleNamed } from '../../configuration/learning-rule.js';
import { batchesOf, imagesInto, labelsOf, type Selection, selectImages } from '../../data/batches.js';
import type { Dataset } from '../../data/dataset.js';
import type { Answer, LearningRule, Update } from '../../learning/learning-rule.js';
import type { Network } from '../../network/network.js';
import { createLabelTarget } from '../../target/label-target.js';
import { createSelfDefinedTarget } from '../../target/self-defined-target.js';
import { createHopfieldModel } from '../build/model.js';
import { weightMatrices } from '../build/network-weights.js';
import { createRule } from '../build/rule-parts.js';
import type { ModelOptions } from '../build/types.js';

/** How far a rule's update lies from the gradient of its loss. */
export interface Fidelity {
  readonly cosine: number;
  /** |update - gradient| / |gradient|. */
  readonly relativeError: number;
}

export interface FidelityOptions {
  readonly rule: RuleName;
  /** Strengths of the nudge to try, of rules that nudge. */
  readonly betas: readonly number[];
  readonly kernels: Kernels;
}

/** Images of an update, and updates averaged over. */
const batch = 16;
const updates = 8;
/**
 * The gradient: centred nudges so weak that what they leave of order beta^2 is lost in the noise of
 * f32, settled fully.
 */
const weak = {
  beta: 0.02,
  nudging: 'centred',
  tolerance: 1e-7,
  maxSweeps: 1000,
  freeSteps: 400,
  nudgedSteps: 400,
} as const;

/**
 * The updates that a rule asks for on a chip before training, without dropout, against the exact
 * gradient of the same loss for the same target at the weights that the chip holds: means over 8
 * batches of 16 images, one a beta (one of a rule that has none). What is lost in writing is not
 * part of it.
 */
export function measureFidelity(
  configuration: Configuration,
  dataset: Dataset,
  { rule, betas, kernels }: FidelityOptions,
): readonly Fidelity[] {
  const random = createRandom(configuration.seed);
  const { activation } = configuration.network;
  const learning = resolveLearning(configuration, rule);
  const options: ModelOptions = { hardware: configuration.hardware, kernels, random, maxBatch: batch };
  const chip = createHopfieldModel(configuration.network, learning, options);
  const idealOptions: ModelOptions = { ...options, hardware: 'ideal', initial: weightMatrices(chip.network) };
  const { settles, taught } = learningRuleNamed(rule);
  const exact: Learning = {
    ...learning,
    rule: settles ? defaultRule : rule,
    eqprop: { ...learning.eqprop, ...weak },
  };
  const ideal = createHopfieldModel(configuration.network, exact, idealOptions);
  const rules =
    taught === 'nudged'
      ? betas.map((beta) => {
          const own = { ...learning, eqprop: { ...learning.eqprop, beta } };
          return createRule(chip.network, own, { ...options, activation });
        })
      : [chip.rule];
  const sum = createSum(ideal.network);
  const images = selectImages(dataset.train, batch * updates, random.stream('fidelity images'));
  const outputs = ideal.network.layers.at(-1)!;
  const targetInto = createTarget(outputs, learning, random);
  const target = kernels.float32(batch * outputs);
  const found = rules.map(() => ({ cosine: 0, relativeError: 0 }));
  let step = 0;
  for (const some of batchesOf(images, batch)) {
    const answer = answerOf(ideal.rule, some, { kernels, step });
    targetInto(target, answer.output, some);
    const gradient = sum(answer.updateTowards(target));
    rules.forEach((one, i) => {
      const update = sum(answerOf(one, some, { kernels, step }).updateTowards(target));
      const { cosine, relativeError } = between(update, gradient);
      found[i].cosine += cosine / updates;
      found[i].relativeError += relativeError / updates;
    });
    step++;
  }
  return found;
}

function answerOf(
  rule: LearningRule,
  images: Selection,
  { kernels, step }: { kernels: Kernels; step: number },
): Answer {
  const input = kernels.float32(batch * images.set.width * images.set.height);
  imagesInto(input, images);
  return rule.answer({ batch: images.indices.length, input, masks: [], step });
}

/** Sets a target from the ideal network's answer or the labels. */
function createTarget(units: number, learning: Learning, random: RandomStream) {
  const { winners, labelSmoothing, homeostasis } = learning.target;
  const own = createSelfDefinedTarget({
    units,
    winners,
    labelSmoothing,
    random: random.stream('ties'),
    homeostasis: { ...homeostasis, targetActivity: winners / units },
  });
  return (out: Float32Array, answer: Float32Array, images: Selection) => {
    if (learning.mode === 'supervised') {
      const labelled = createLabelTarget({ units, classes: images.set.classes, labelSmoothing });
      labelled.targetInto(out, labelsOf(images), { batch, mask: null });
    } else own.targetInto(out, answer, { batch, mask: null, step: 0 });
  };
}

/**
 * An update's outer products summed out, coupling after coupling, as an ideal network of the same
 * shape adds them up.
 */
function createSum({ couplings }: Network): (update: Update) => Float32Array {
  const floats = couplings.map((coupling) => coupling.floats!);
  const whole = new Float32Array(floats.reduce((length, { values }) => length + values.length, 0));
  return ({ products }) => {
    whole.fill(0);
    floats.reduce((at, { summed, values }, l) => {
      summed(products[l], (part, from) => whole.set(part, at + from));
      return at + values.length;
    }, 0);
    return whole.slice();
  };
}

function between(update: Float32Array, gradient: Float32Array): Fidelity {
  let [product, own, exact, apart] = [0, 0, 0, 0];
  for (let i = 0; i < update.length; i++) {
    product += update[i] * gradient[i];
    own += update[i] ** 2;
    exact += gradient[i] ** 2;
    apart += (update[i] - gradient[i]) ** 2;
  }
  return {
    cosine: own > 0 && exact > 0 ? product / Math.sqrt(own * exact) : 0,
    relativeError: exact > 0 ? Math.sqrt(apart / exact) : Number.NaN,
  };
}

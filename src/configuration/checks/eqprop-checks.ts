import {
  type Learning,
  type LearningRuleName,
  learningRuleNamed,
  resolveLearning,
} from '../learning-rule.js';
import { listedLayers } from '../network-layers.js';
import type { ChipConfiguration, Configuration } from '../types.js';
import { check } from './configuration-fault.js';

/**
 * Throws InputError with `source` where neurons that leak cannot learn this network by settling, or
 * not on this hardware.
 */
export function checkSettling(
  configuration: Configuration,
  { rule, hardware }: { rule: LearningRuleName; hardware: 'ideal' | ChipConfiguration },
  source: string,
): void {
  const { activation } = configuration.network;
  const layers = listedLayers(configuration.network.layers);
  const learning = resolveLearning(configuration, rule);
  if (hardware !== 'ideal') checkReads(hardware, { learning, layers, source });
  const clipped = [activation].flat().every((name) => name === 'hard-sigmoid');
  check(source, clipped, {
    path: 'network.activation',
    value: activation,
    expected: `hard-sigmoid, the neurons of ${rule}`,
  });
  const hidden = layers.length - 2;
  const softmax = learning.loss === 'cross-entropy';
  check(source, !softmax || hidden > 0, {
    path: 'learning.loss',
    value: learning.loss,
    expected: 'mse where network.layers has no hidden layer to read from',
  });
  const { strategy } = learning.eqprop;
  const relaxing = softmax ? hidden : hidden + 1;
  check(source, strategy !== 'closed-form' || relaxing === 1, {
    path: 'learning.eqprop.strategy',
    value: strategy,
    expected: `euler${softmax ? '' : ' or block'} where network.layers has more than ${softmax ? 3 : 2} (got ${layers.length})`,
  });
  check(source, strategy !== 'block' || !softmax, {
    path: 'learning.eqprop.strategy',
    value: strategy,
    expected: 'euler or closed-form where learning.loss is cross-entropy',
  });
  if (learningRuleNamed(rule).taught === 'held') checkHeld(learning, source);
  else checkNudge(learning, source);
}

/** Outputs can be held where blocks settle, and where the target is of the outputs themselves. */
function checkHeld({ rule, eqprop, loss }: Learning, source: string): void {
  check(source, eqprop.strategy === 'block', {
    path: 'learning.eqprop.strategy',
    value: eqprop.strategy,
    expected: `block where learning.rule is ${rule}, which holds outputs at the target`,
  });
  check(source, loss === 'mse', {
    path: 'learning.loss',
    value: loss,
    expected: `mse where learning.rule is ${rule}, which holds outputs at the target`,
  });
}

/** Nudges that a way of relaxing cannot take. */
function checkNudge({ eqprop, loss }: Learning, source: string): void {
  const { strategy, teaching, nudging, beta, dt } = eqprop;
  const clamp = teaching === 'clamp';
  check(source, !clamp || strategy === 'block', {
    path: 'learning.eqprop.teaching',
    value: teaching,
    expected: 'nudge where learning.eqprop.strategy is not block, which alone can hold an output',
  });
  // Euler steps, by which a softmax pulls too, go wherever a nudge takes them; a clamp is no nudge.
  if (strategy === 'euler' || loss === 'cross-entropy' || clamp) return;
  check(source, nudging === 'positive' || beta < 1, {
    path: 'learning.eqprop.beta',
    value: beta,
    expected: `less than 1 where learning.eqprop.nudging is ${nudging} and strategy ${strategy}: a nudge of -1 has no state of rest`,
  });
  const strongest = nudging === 'negative' ? -beta : beta;
  check(source, strategy !== 'closed-form' || dt * (1 + strongest) <= 1, {
    path: 'learning.eqprop.dt',
    value: dt,
    expected: `at most 1 / (1 + beta) where learning.eqprop.strategy is closed-form (got beta=${beta})`,
  });
}

/** Ways of reading that a way of relaxing rules out. */
function checkReads(
  { read }: ChipConfiguration,
  options: { learning: Learning; layers: readonly unknown[]; source: string },
): void {
  const { learning, layers, source } = options;
  const { strategy } = learning.eqprop;
  check(source, read.reads !== 'per-batch', {
    path: 'hardware.read.reads',
    value: read.reads,
    expected: 'per-phase or each-step where network.energy is not resistive',
  });
  check(source, read.reads === 'per-phase' || strategy !== 'closed-form', {
    path: 'hardware.read.reads',
    value: read.reads,
    expected: 'per-phase where learning.eqprop.strategy is closed-form, which has no steps',
  });
  check(source, read.relaxation === 'sampled' || read.feedback !== 'transpose' || layers.length === 2, {
    path: 'hardware.read.relaxation',
    value: read.relaxation,
    expected:
      'sampled where network.layers has a hidden layer, or read.feedback second-array: lines that are sensed cannot be driven',
  });
}

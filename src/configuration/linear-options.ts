import { type LearningRuleName, learningRuleNamed } from './learning-rule.js';
import { isDense } from './network-layers.js';
import { type DeepReadonly, merged } from './plain-data.js';
import type { LinearOptions } from './schema/readout-schema.js';
import type { Configuration } from './types.js';

/**
 * The classifier on top of a network as published for each rule and number of trained layers below
 * it (public code of Liu et al. 2024, doi:10.1088/2634-4386/ad8c78). The sigmoid stands before the
 * softmax there too.
 */
export function publishedLinear(
  rule: LearningRuleName,
  layers: Configuration['network']['layers'],
): LinearOptions {
  if (!isDense(layers)) return convolutional;
  return { optimizer: 'adam', dropout: 0.2, ...learningRuleNamed(rule).linear(layers.length > 2) };
}

/** The classifier that `readout.linear` asks for; null = none. */
export function linearOptions(
  { readout: { linear }, network }: Configuration,
  rule: LearningRuleName,
): DeepReadonly<LinearOptions> | null {
  if (linear === false) return null;
  return merged(publishedLinear(rule, network.layers), linear === true ? {} : linear) as LinearOptions;
}

/** On convolutional networks, which the paper trains by backprop alone. */
const convolutional: LinearOptions = {
  optimizer: 'adam',
  learningRate: 0.1,
  epochs: 50,
  schedule: { kind: 'steps', start: 1, end: 0.5, epochs: 50, at: [10, 17, 25, 30, 35, 40, 45] },
  activation: 'identity',
  dropout: 0.2,
  batchSize: 256,
};

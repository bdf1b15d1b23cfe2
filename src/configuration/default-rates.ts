import type { RateSetting as OfRule } from '../learning/rules/rule-definition.js';
import { type LearningRuleName, learningRuleNamed } from './learning-rule.js';
import { maxRate } from './schema/learning-schema.js';

/** What the default learning rates depend on. */
export interface NetworkRateSetting extends OfRule {
  readonly optimizer: unknown;
  readonly energy: unknown;
}

/**
 * Learning rates for a configuration that gives none, one per coupling, input side first.
 *
 * The mean squared error of backprop divides the gradient by the number of outputs, so its rate
 * grows with them: 1/250 of the outputs, which is the published 8 at 784-2000. EqProp and
 * cross-entropy do not divide, so their rates are fixed. The factors between modes and depths are
 * measured, see docs/decisions/default-learning-rates.md.
 */
export function defaultRates(rule: LearningRuleName, setting: NetworkRateSetting): number[] {
  const { couplings, mode, optimizer, energy } = setting;
  const same = (rate: number) => Array.from({ length: couplings }, () => rate);
  if (energy === 'resistive') return same(0.006);
  if (optimizer === 'adam') return same(mode === 'supervised' ? 1e-3 : 1e-4);
  return learningRuleNamed(rule)
    .rates(setting)
    .map((rate) => Math.min(rate, maxRate));
}

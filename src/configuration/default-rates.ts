import type { RateSetting as OfRule } from '../learning/rules/rule-definition.js';
import { type LearningRule, learningRuleNamed } from './learning-rule.js';

/** What the default learning rates depend on. */
export interface RateSetting extends OfRule {
  readonly optimizer: unknown;
  readonly energy: unknown;
}

/** The largest rate that a configuration takes. */
export const maxRate = 1000;

/**
 * Learning rates for a configuration that gives none, one a coupling, input side first.
 *
 * The mean squared error of backprop divides the gradient by the number of outputs, so its rate grows with them: 1/250 of the
 * outputs, which is the published 8 at 784-2000. EqProp and cross-entropy do not divide, so their rates are fixed. The factors
 * between modes and depths are measured, see docs/decisions/default-learning-rates.md.
 */
export function defaultRates(rule: LearningRule, setting: RateSetting): number[] {
  const { couplings, mode, optimizer, energy } = setting;
  const same = (rate: number) => Array.from({ length: couplings }, () => rate);
  if (energy === 'resistive') return same(0.006);
  if (optimizer === 'adam') return same(mode === 'supervised' ? 1e-3 : 1e-4);
  return learningRuleNamed(rule)
    .rates(setting)
    .map((rate) => Math.min(rate, maxRate));
}

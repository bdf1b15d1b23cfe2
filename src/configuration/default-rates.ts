import type { LearningRule } from './learning-rule.js';

/** What the default learning rates depend on. */
export interface RateSetting {
  readonly couplings: number;
  readonly outputs: number;
  readonly mode: unknown;
  readonly loss: unknown;
  readonly optimizer: unknown;
  readonly energy: unknown;
}

/** The largest rate that a configuration takes. */
export const mostRate = 1000;

/**
 * Learning rates for a configuration that gives none, one a coupling, input side first.
 *
 * The mean squared error of backprop divides the gradient by the number of outputs, so its rate grows with them: 1/250 of the
 * outputs, which is the published 8 at 784-2000. EqProp and cross-entropy do not divide, so their rates are fixed. The factors
 * between modes and depths are measured, see docs/decisions/default-learning-rates.md.
 */
export function defaultRates(rule: LearningRule, setting: RateSetting): number[] {
  const { couplings, outputs, mode, loss, optimizer, energy } = setting;
  const same = (rate: number) => Array.from({ length: couplings }, () => Math.min(rate, mostRate));
  if (energy === 'resistive') return same(0.006);
  const isDeep = couplings > 1;
  const isSupervised = mode === 'supervised';
  if (optimizer === 'adam') return same(isSupervised ? 1e-3 : 1e-4);
  if (rule === 'eqprop') {
    if (!isDeep) return [0.03];
    return isSupervised ? same(0.1) : lastOf(couplings, { hidden: 0.01, last: 0.015 });
  }
  if (loss === 'cross-entropy') return same(isDeep ? 0.1 : 0.03);
  if (isSupervised) return same((isDeep ? 16 : 4) * (outputs / 250));
  return lastOf(couplings, { hidden: outputs / 1000, last: outputs / 250 });
}

function lastOf(couplings: number, { hidden, last }: { hidden: number; last: number }): number[] {
  return Array.from({ length: couplings }, (_, l) => Math.min(l === couplings - 1 ? last : hidden, mostRate));
}

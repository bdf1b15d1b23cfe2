import type { Configuration } from './configuration.js';
import type { Training } from './configuration-schema.js';
import { type DeepReadonly, deepFreeze, merged } from './mapping.js';

export type LearningRule = 'eqprop' | 'backprop';

/** `learning` as one rule sees it: no overrides left. */
export interface Learning extends DeepReadonly<Training> {
  readonly rule: LearningRule;
  /** Of use to eqprop alone. */
  readonly eqprop: Configuration['learning']['eqprop'];
}

/** The learning of `rule`: for backprop, `learning.backprop` laid over the fields that both rules have. Frozen. */
export function resolveLearning(configuration: Configuration, rule: LearningRule): Learning {
  const { backprop, ...shared } = configuration.learning;
  const fields = rule === 'backprop' ? merged(shared, backprop) : shared;
  return deepFreeze({ ...(fields as Omit<Learning, 'rule'>), rule }) as Learning;
}

import {
  defaultRule,
  findLearningRule,
  type LearningRuleName,
  learningRuleNamed,
  learningRuleNames,
  learningRules,
  overrideFields,
  referenceRule,
} from '../learning/rules/index.js';
import { type DeepReadonly, deepFreeze, merged, picked } from './plain-data.js';
import { type Stretch, stretchSchema, type Training } from './schema/learning-schema.js';
import type { Configuration } from './types.js';

export type { LearningRuleName };
export {
  defaultRule,
  findLearningRule,
  learningRuleNamed,
  learningRuleNames,
  learningRules,
  overrideFields,
  referenceRule,
};

/** What reports call a rule; one of another version by its name. */
export function ruleLabel(name: string): string {
  return findLearningRule(name)?.label ?? name;
}

/** `learning` as one rule sees it: no overrides left. */
export interface Learning extends DeepReadonly<Training> {
  readonly rule: LearningRuleName;
  /** Of use to rules that settle. */
  readonly eqprop: Configuration['learning']['eqprop'];
}

/** The parts of semi-supervised training, in order. */
export const semiSupervisedParts = ['pretrain', 'unlabelled', 'labelled'] as const;

export type Part = 'whole' | (typeof semiSupervisedParts)[number];

/**
 * The learning of `rule`: the fields that all rules have and, laid over them, the rule's own block.
 * Frozen.
 */
export function resolveLearning(configuration: Configuration, rule: LearningRuleName): Learning {
  const { backprop, ...shared } = configuration.learning;
  const { overrides } = learningRuleNamed(rule);
  const fields = overrides === null ? shared : merged(shared, { backprop }[overrides]);
  return deepFreeze({ ...(fields as Omit<Learning, 'rule'>), rule }) as Learning;
}

/**
 * What one part of the training does: `learning.pretrain` and so on laid over the fields that all
 * parts have. Frozen.
 */
export function resolvePart(learning: Learning, part: Part): DeepReadonly<Stretch> {
  const shared = picked(learning, Object.keys(stretchSchema.shape));
  const own = part === 'whole' ? {} : (learning[part] ?? {});
  return deepFreeze(merged(shared, own)) as DeepReadonly<Stretch>;
}

/** The parts of which a training consists. */
export function partsOf({ mode }: Pick<Learning, 'mode'>): readonly Part[] {
  return mode === 'semi-supervised' ? semiSupervisedParts : ['whole'];
}

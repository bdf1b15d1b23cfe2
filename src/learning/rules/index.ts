import { backpropRule } from './backprop-rule.js';
import { contrastiveHebbianRule } from './contrastive-hebbian-rule.js';
import { eqpropRule } from './eqprop-rule.js';
import type { LearningRuleDefinition } from './rule-definition.js';

/** Every rule that a configuration can name, in the order of lists. */
const rules = [eqpropRule, backpropRule, contrastiveHebbianRule] as const;

export type LearningRuleName = (typeof rules)[number]['name'];

export const learningRules: readonly LearningRuleDefinition[] = Object.freeze([...rules]);

export const learningRuleNames: readonly LearningRuleName[] = Object.freeze(rules.map(({ name }) => name));

/** The rule of a configuration that names none. */
export const defaultRule: LearningRuleName = eqpropRule.name;

/** The rule that others are compared with. */
export const referenceRule: LearningRuleName = backpropRule.name;

/** Fields of `learning` that hold what one rule alone has otherwise. */
export const overrideFields = Object.freeze(rules.flatMap(({ overrides }) => overrides ?? []));

/**
 * The rule of a name; undefined where there is none, as in raw configurations and results of other
 * versions.
 */
export function findLearningRule(name: unknown): LearningRuleDefinition | undefined {
  return learningRules.find((rule) => rule.name === name);
}

/** The rule of a checked name. */
export function learningRuleNamed(name: LearningRuleName): LearningRuleDefinition {
  return findLearningRule(name)!;
}

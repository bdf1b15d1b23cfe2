import type { Configuration } from './configuration.js';
import { type DeepReadonly, deepFreeze, merged, picked } from './mapping.js';
import { type Stretch, stretchSchema, type Training } from './schema/learning-schema.js';

export type LearningRule = 'eqprop' | 'backprop';

/** `learning` as one rule sees it: no overrides left. */
export interface Learning extends DeepReadonly<Training> {
  readonly rule: LearningRule;
  /** Of use to eqprop alone. */
  readonly eqprop: Configuration['learning']['eqprop'];
}

/** The parts of semi-supervised training, in order. */
export const semiSupervisedParts = ['pretrain', 'unlabelled', 'labelled'] as const;

export type Part = 'whole' | (typeof semiSupervisedParts)[number];

/** The learning of `rule`: for backprop, `learning.backprop` laid over the fields that both rules have. Frozen. */
export function resolveLearning(configuration: Configuration, rule: LearningRule): Learning {
  const { backprop, ...shared } = configuration.learning;
  const fields = rule === 'backprop' ? merged(shared, backprop) : shared;
  return deepFreeze({ ...(fields as Omit<Learning, 'rule'>), rule }) as Learning;
}

/** What one part of the training does: `learning.pretrain` and so on laid over the fields that all parts have. Frozen. */
export function resolvePart(learning: Learning, part: Part): DeepReadonly<Stretch> {
  const shared = picked(learning, Object.keys(stretchSchema.shape));
  const own = part === 'whole' ? {} : (learning[part] ?? {});
  return deepFreeze(merged(shared, own)) as DeepReadonly<Stretch>;
}

/** The parts of which a training consists. */
export function partsOf({ mode }: Pick<Learning, 'mode'>): readonly Part[] {
  return mode === 'semi-supervised' ? semiSupervisedParts : ['whole'];
}

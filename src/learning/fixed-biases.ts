import type { LearningRule } from './learning-rule.js';

/** A rule that wants no bias changed: they stay as they began. */
export function withFixedBiases(rule: LearningRule): LearningRule {
  return Object.freeze<LearningRule>({
    ...rule,
    update(batch) {
      const update = rule.update(batch);
      for (const change of update.biases) change.fill(0);
      return update;
    },
  });
}

import type { LearningRule } from './learning-rule.js';

/** A rule that wants no bias changed: they stay as they began. */
export function withFixedBiases(rule: LearningRule): LearningRule {
  return Object.freeze<LearningRule>({
    ...rule,
    answer(batch) {
      const { output, updateTowards } = rule.answer(batch);
      return {
        output,
        updateTowards(target) {
          const update = updateTowards(target);
          for (const change of update.biases) change.fill(0);
          return update;
        },
      };
    },
  });
}

import type { LearningRule } from './learning-rule.js';

/** The rule without updates of biases: they keep their initial values. */
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

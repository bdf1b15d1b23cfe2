import type { StoredState } from '../../../crossbar/index.js';
import type { Update } from '../learning-rule.js';

/** Turns what a rule wants into changes of a network's weights and biases. */
export interface Optimizer {
  /** rates[l] belongs to coupling l and its bias. */
  readonly apply: (update: Update, rates: readonly number[]) => void;
  /**
   * All state that the optimiser keeps from one step to the next. An optimiser to which it is
   * restored continues as if it had never stopped.
   */
  readonly memory: StoredState;
}

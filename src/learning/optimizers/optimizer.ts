import type { StoredState } from '../../../crossbar/index.js';
import type { Update } from '../learning-rule.js';

/** Turns what a rule wants into changes of a network's weights and biases. */
export interface Optimizer {
  /** rates[l] belongs to coupling l and its bias. */
  readonly apply: (update: Update, rates: readonly number[]) => void;
  /**
   * All that it remembers from one step to the next: stored and put back, it goes on as if never
   * stopped.
   */
  readonly memory: StoredState;
}

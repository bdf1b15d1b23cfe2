import type { LearnedNetwork } from '../../network/network.js';
import type { Update } from '../learning-rule.js';
import { createAdam } from './adam.js';
import { applySgd } from './sgd.js';

/** Turns what a rule wants into changes of a network's weights and biases. */
export interface Optimizer {
  /** rates[l] belongs to coupling l and its bias. */
  readonly apply: (update: Update, rates: readonly number[]) => void;
  /** All that it remembers from one step to the next: stored and put back, it goes on as if never stopped. */
  readonly memory: readonly Float32Array[];
}

/** Throws InputError for adam on couplings that are not of floats. */
export function createOptimizer(network: LearnedNetwork, kind: 'sgd' | 'adam'): Optimizer {
  if (kind === 'adam') return createAdam(network);
  return Object.freeze<Optimizer>({
    memory: [],
    apply: (update, rates) => applySgd(network, update, rates),
  });
}

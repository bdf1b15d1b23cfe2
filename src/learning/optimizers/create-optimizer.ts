import type { LearnedNetwork } from '../../network/network.js';
import { createAdam } from './adam.js';
import type { Optimizer } from './optimizer.js';
import { applySgd } from './sgd.js';

/** Throws InputError for adam on couplings that are not of floats. */
export function createOptimizer(network: LearnedNetwork, kind: 'sgd' | 'adam'): Optimizer {
  if (kind === 'adam') return createAdam(network);
  return Object.freeze<Optimizer>({
    memory: [],
    apply: (update, rates) => applySgd(network, update, rates),
  });
}

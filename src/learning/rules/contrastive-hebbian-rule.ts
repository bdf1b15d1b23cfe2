import { createEqprop, type EqpropOptions } from '../eqprop.js';
import type { LearningRule } from '../learning-rule.js';
import { createDropContrast } from '../voltage-difference-gradient.js';
import { eqpropRule } from './eqprop-rule.js';
import { defineLearningRule } from './rule-definition.js';

/**
 * Contrastive Hebbian learning: the network settles freely (s^0), then with its outputs held at the
 * target (s^c), and
 *
 *   dW_l = s_l^c s_(l-1)^c^T - s_l^0 s_(l-1)^0^T
 *
 * (Movellan 1991, doi:10.1016/B978-1-4832-1448-1.50007-X). Where feedback is weak it is
 * backpropagation (Xie and Seung 2003, doi:10.1162/089976603762552988). Settling, rates and the
 * read-out are those of EqProp, of which it is the clamp of beta 1.
 */
export const contrastiveHebbianRule = defineLearningRule({
  ...eqpropRule,
  name: 'contrastive-hebbian',
  label: 'contrastive Hebbian learning',
  idealLabel: 'ideal contrastive Hebbian learning',
  summary: 'contrastive Hebbian learning, outputs held at the target',
  source: 'Movellan 1991, doi:10.1016/B978-1-4832-1448-1.50007-X',
  taught: 'held',
  onNeurons(network, { settling, stateErrors, random, maxBatch }) {
    return contrastive(network, { ...settling(), ...held, stateErrors, random, maxBatch });
  },
  onNodes(network, { relax, sweeps, random, maxBatch }) {
    const contrast = createDropContrast(network, maxBatch);
    const steps = { freeSteps: sweeps, nudgedSteps: sweeps };
    return contrastive(network, { ...held, ...steps, relax, contrast, random, maxBatch });
  },
});

const held = { beta: 1, nudging: 'positive', teaching: 'clamp' } as const;

function contrastive(network: Parameters<typeof createEqprop>[0], options: EqpropOptions): LearningRule {
  return Object.freeze<LearningRule>({ ...createEqprop(network, options), name: 'contrastive-hebbian' });
}

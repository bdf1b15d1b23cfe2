import { createEqprop } from '../eqprop.js';
import { createDropContrast } from '../voltage-difference-gradient.js';
import { defineLearningRule, ratesByDepth } from './rule-definition.js';

export const eqpropRule = defineLearningRule({
  name: 'eqprop',
  label: 'EqProp',
  idealLabel: 'ideal EqProp',
  summary: 'equilibrium propagation',
  source: 'Scellier and Bengio 2017, doi:10.3389/fncom.2017.00024',
  settles: true,
  taught: 'nudged',
  overrides: null,
  errorUnit: () => 1,
  rates({ couplings, mode }) {
    if (couplings === 1) return [0.03];
    return mode === 'supervised'
      ? ratesByDepth(couplings, { hidden: 0.1, last: 0.1 })
      : ratesByDepth(couplings, { hidden: 0.01, last: 0.015 });
  },
  linear: (isDeep) => ({
    learningRate: isDeep ? 0.0045 : 0.0022,
    epochs: 100,
    schedule: { kind: 'linear', start: 1, end: 0.9, epochs: 100 },
    activation: 'sigmoid',
    batchSize: 512,
  }),
  onNeurons(network, { nudges, loss, stateErrors, settling, random, maxBatch }) {
    return createEqprop(network, {
      ...settling(),
      ...nudges,
      loss,
      stateErrors,
      random: random.stream('nudge sign'),
      maxBatch,
    });
  },
  onNodes(network, { nudges, relax, sweeps, random, maxBatch }) {
    return createEqprop(network, {
      ...nudges,
      relax,
      contrast: createDropContrast(network, maxBatch),
      freeSteps: sweeps,
      nudgedSteps: sweeps,
      random: random.stream('nudge sign'),
      maxBatch,
    });
  },
});

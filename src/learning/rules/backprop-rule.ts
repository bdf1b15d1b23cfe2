import { createAdjoint } from '../adjoint.js';
import { createBackprop } from '../backprop.js';
import { defineLearningRule, ratesByDepth } from './rule-definition.js';

export const backpropRule = defineLearningRule({
  name: 'backprop',
  label: 'backprop',
  idealLabel: 'float backprop',
  summary: 'gradients by the chain rule',
  source: 'Rumelhart, Hinton and Williams 1986, doi:10.1038/323533a0',
  settles: false,
  taught: 'error',
  overrides: 'backprop',
  /** The mean squared error divides by the outputs. */
  errorUnit: (outputs) => 2 / outputs,
  rates({ couplings, outputs, mode, loss }) {
    const isDeep = couplings > 1;
    const same = (rate: number) => ratesByDepth(couplings, { hidden: rate, last: rate });
    if (loss === 'cross-entropy') return same(isDeep ? 0.1 : 0.03);
    if (mode === 'supervised') return same((isDeep ? 16 : 4) * (outputs / 250));
    return ratesByDepth(couplings, { hidden: outputs / 1000, last: outputs / 250 });
  },
  linear: (isDeep) => ({
    learningRate: 0.1,
    epochs: 50,
    schedule: { kind: 'exponential', start: 1, end: 0.9, epochs: 1 },
    activation: isDeep ? 'sigmoid' : 'identity',
    batchSize: 256,
  }),
  onNeurons(network, { activation, loss, stateErrors, maxBatch }) {
    return createBackprop(network, { maxBatch, activation, loss, stateErrors });
  },
  onNodes(network, { relax, linearResponse, sweeps, maxBatch }) {
    return createAdjoint(network, {
      relax,
      linearResponse,
      freeSteps: sweeps,
      adjointSteps: sweeps,
      maxBatch,
    });
  },
});

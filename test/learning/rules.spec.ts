import { describe, expect, it } from 'vitest';
import { createTypescriptKernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import type { LearningRule, TrainingBatch } from '../../src/learning/learning-rule.js';
import {
  defaultRule,
  findLearningRule,
  learningRuleNames,
  learningRules,
  overrideFields,
  referenceRule,
} from '../../src/learning/rules/index.js';
import type { LearningRuleDefinition } from '../../src/learning/rules/rule-definition.js';
import { createIdealConductances } from '../../src/network/resistive/conductances.js';
import { createResistiveNetwork } from '../../src/network/resistive/resistive-network.js';
import { createBlock } from '../../src/relax/block.js';
import { createDrives } from '../../src/relax/drives.js';
import { createKirchhoff } from '../../src/relax/kirchhoff.js';
import { createIdealNetwork, createParameters } from '../network/reference.js';
import { batchOf, createExamples, denseUpdate, type TaughtBatch, updateOf } from './batch.js';

const maxBatch = 4;
const nudges = { beta: 0.05, nudging: 'positive' } as const;
const random = createRandom(3);

function onNeurons(rule: LearningRuleDefinition) {
  const parameters = createParameters([5, 4, 3], { name: 'rules' });
  const network = createIdealNetwork(parameters);
  const drives = createDrives(network, maxBatch);
  const relax = createBlock(network, { tolerance: 1e-7, maxBatch, drives });
  const made = rule.onNeurons(network, {
    nudges,
    random,
    maxBatch,
    loss: 'mse',
    activation: ['hard-sigmoid', 'hard-sigmoid'],
    stateErrors: null,
    settling: () => ({ relax, freeSteps: 500, nudgedSteps: 500 }),
  });
  return { network, rule: made, batch: batchOf(network, createExamples(parameters)) };
}

const answerOf = (rule: LearningRule, { input, batch }: TrainingBatch, outputs: number) => {
  const out = new Float32Array(batch * outputs);
  rule.inferInto(out, input, batch);
  return out;
};

/** C = the mean over images of 1/2 |y - d|^2. */
function lossOf(rule: LearningRule, batch: TaughtBatch, outputs: number): number {
  const { target } = batch;
  const answer = answerOf(rule, batch, outputs);
  return answer.reduce((sum, y, i) => sum + (y - target[i]) ** 2 / 2, 0) / batch.batch;
}

describe.each(learningRules.map((rule) => [rule.name, rule] as const))('%s', (name, definition) => {
  it('says what it is, once', () => {
    expect(learningRules.filter((rule) => rule.name === name)).toHaveLength(1);
    for (const text of [definition.label, definition.idealLabel, definition.summary])
      expect(text).not.toBe('');
    expect(definition.source).toMatch(/doi:|arXiv:/);
    expect(definition.settles).toBe(definition.taught !== 'error');
    for (const outputs of [1, 10, 2000]) expect(definition.errorUnit(outputs)).toBeGreaterThan(0);
  });

  it.each([1, 2, 4])('has a default rate for each of %d couplings', (couplings) => {
    for (const mode of ['supervised', 'unsupervised']) {
      const rates = definition.rates({ couplings, outputs: 10, mode, loss: 'mse' });
      expect(rates).toHaveLength(couplings);
      for (const rate of rates) expect(rate).toBeGreaterThan(0);
    }
  });

  it('is made under its name, for neurons and for nodes', () => {
    expect(onNeurons(definition).rule.name).toBe(name);
    const kernels = createTypescriptKernels();
    const network = createResistiveNetwork({
      layers: [8, 3],
      kernels,
      random,
      createConductances: (values, { pre, post }) =>
        createIdealConductances(values, { pre, post, kernels, maxRows: 2 * maxBatch + 2 }),
    });
    const { relax, linearResponse } = createKirchhoff(network, { tolerance: 1e-6, maxBatch });
    const rule = definition.onNodes(network, {
      nudges,
      random,
      maxBatch,
      relax,
      linearResponse,
      sweeps: 100,
    });
    expect(rule.name).toBe(name);
    expect(findLearningRule(rule.name)).toBe(definition);
  });

  it('asks for nothing where the outputs are at the target', () => {
    const { network, rule, batch } = onNeurons(definition);
    const outputs = network.layers.at(-1)!;
    const answer = answerOf(rule, batch, outputs).slice();
    const { weights, biases } = denseUpdate(network, updateOf(rule, { ...batch, target: answer }));
    // States are in single precision and at rest within 1e-7; a nudge of 0.05 divides what they
    // differ by.
    for (const change of [...weights, ...biases]) {
      for (const value of change) expect(Math.abs(value)).toBeLessThan(1e-5);
    }
  });

  it('lowers the loss of the batch by a small step', () => {
    const { network, rule, batch } = onNeurons(definition);
    const outputs = network.layers.at(-1)!;
    const before = lossOf(rule, batch, outputs);
    const rate = 0.05 / definition.errorUnit(outputs);
    for (let step = 0; step < 3; step++) {
      const { products, biases } = updateOf(rule, { ...batch, step });
      for (const [l, product] of products.entries()) {
        network.couplings[l].update({ ...product, scale: rate * product.scale });
      }
      for (const [l, change] of biases.entries()) {
        for (let i = 0; i < change.length; i++) network.biases[l][i] += rate * change[i];
      }
    }
    expect(lossOf(rule, batch, outputs)).toBeLessThan(before);
  });
});

describe('the list of learning rules', () => {
  it('holds the default, the reference and the blocks that override', () => {
    expect(learningRuleNames).toContain(defaultRule);
    expect(learningRuleNames).toContain(referenceRule);
    expect(defaultRule).not.toBe(referenceRule);
    expect(new Set(overrideFields).size).toBe(overrideFields.length);
    expect(findLearningRule('hebb')).toBeUndefined();
  });
});

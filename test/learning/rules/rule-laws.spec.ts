import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../devices/index.js';
import { resolveConfiguration, resolveLearning } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { createModel } from '../../../src/experiments/build/model.js';
import type { LearningRule, Update } from '../../../src/learning/learning-rule.js';
import { type LearningRuleName, learningRuleNames } from '../../../src/learning/rules/index.js';
import type { LearnedNetwork } from '../../../src/network/network.js';
import { kernels } from '../../crossbar/fixture.js';
import { type RuleSubject, ruleLaws } from './rule-laws.js';

const squared =
  (factor: (outputs: number) => number): RuleSubject['loss'] =>
  (answer, target) =>
    factor(answer.length) * answer.reduce((sum, s, i) => sum + (s - target[i]) ** 2, 0);
/** Backprop answers by the scores before the softmax, EqProp by its probabilities. */
const crossEntropy =
  (isScore: boolean): RuleSubject['loss'] =>
  (answer, target) => {
    const total = isScore ? answer.reduce((sum, score) => sum + Math.exp(score), 0) : 1;
    const logarithm = (x: number) => (isScore ? x : Math.log(x)) - Math.log(total);
    return -answer.reduce((sum, x, i) => sum + target[i] * logarithm(x), 0);
  };

/** Centred nudges so weak, and states so near to rest, that single precision is what is left. */
const exactly = {
  beta: 0.02,
  nudging: 'centred',
  tolerance: 1e-7,
  maxSweeps: 400,
  freeSteps: 150,
  nudgedSteps: 150,
};

async function subject(
  rule: LearningRuleName,
  name: string,
  { network, learning = {} }: { network: Mapping; learning?: Mapping },
): Promise<RuleSubject> {
  const count = (network.layers as unknown[]).filter(
    (layer) => !(layer instanceof Object && 'pool' in layer),
  );
  const isDense = typeof count[0] === 'number';
  const couplings = count.length - Number(isDense);
  const none = Array(couplings + 1).fill(0);
  const rates = Array(couplings).fill(0.1);
  const { eqprop, loss = 'mse' } = learning as { eqprop?: Mapping; loss?: 'mse' | 'cross-entropy' };
  const configuration = await resolveConfiguration(
    {
      dataset: { name: 'digits' },
      hardware: 'ideal',
      network:
        network.energy === 'resistive' ? network : { weightBounds: Array(couplings).fill(0.04), ...network },
      learning: {
        rule,
        mode: 'supervised',
        dropout: none,
        learningRate: rates,
        target: { winners: 1, labelSmoothing: 0 },
        backprop: { learningRate: rates, target: { winners: 1 } },
        loss,
        eqprop: { ...exactly, ...eqprop },
      },
    },
    { source: 'test' },
  );
  const settings = resolveLearning(configuration, rule);
  // The circuit's adjoint and EqProp take 1/2 |s - d|^2, backprop its mean over the outputs.
  const mse = squared(
    rule !== 'backprop' || network.energy === 'resistive' ? () => 0.5 : (outputs) => 1 / outputs,
  );
  return {
    name: `${rule}: ${name}`,
    create(seed) {
      const made = createModel(configuration.network, settings, {
        hardware: 'ideal',
        kernels,
        random: createRandom(seed),
        maxBatch: 4,
        image: { height: 8, width: 8, channels: 1 },
      });
      // Away from walls, which a unit may meet in one nudged state alone.
      if (rule !== 'backprop' && network.energy !== 'resistive') {
        for (const bias of made.network.biases) bias.fill(0.5);
      }
      return made;
    },
    loss: loss === 'mse' ? mse : crossEntropy(rule === 'backprop'),
    slopeError: rule === 'contrastive-hebbian' ? null : 0.02,
  };
}

const conv = { conv: { channels: 2, size: 3, padding: 1 } };
const pool = (kind: string) => ({ pool: { kind, size: 2, stride: 2 } });
const block = { strategy: 'block' };

/** Every rule on every kind of network that it trains. */
const subjects: readonly RuleSubject[] = await Promise.all([
  subject('eqprop', 'one layer', {
    network: { layers: [64, 10] },
    learning: { eqprop: { strategy: 'closed-form' } },
  }),
  subject('eqprop', 'two layers, blocks', { network: { layers: [64, 12, 10] }, learning: { eqprop: block } }),
  subject('eqprop', 'two layers, Euler', {
    network: { layers: [64, 12, 10] },
    learning: { eqprop: { strategy: 'euler' } },
  }),
  subject('eqprop', 'softmax', {
    network: { layers: [64, 12, 10] },
    learning: { eqprop: { strategy: 'closed-form' }, loss: 'cross-entropy' },
  }),
  subject('eqprop', 'convolution, average pool', {
    network: { layers: [conv, pool('average'), { full: 10 }] },
    learning: { eqprop: block },
  }),
  subject('eqprop', 'convolution, max pool', {
    network: { layers: [conv, pool('max'), { full: 10 }] },
    learning: { eqprop: block },
  }),
  subject('eqprop', 'resistive', {
    network: { energy: 'resistive', layers: [64, 12, 10], inputGain: 10 },
    learning: { eqprop: block },
  }),
  subject('backprop', 'one layer', { network: { layers: [64, 10], activation: ['identity'] } }),
  subject('backprop', 'two layers, relu', {
    network: { layers: [64, 12, 10], activation: ['relu', 'identity'] },
  }),
  subject('backprop', 'two layers, sigmoid', {
    network: { layers: [64, 12, 10], activation: ['sigmoid', 'sigmoid'] },
  }),
  subject('backprop', 'softmax', {
    network: { layers: [64, 12, 10], activation: ['relu', 'identity'] },
    learning: { loss: 'cross-entropy' },
  }),
  subject('backprop', 'convolution, average pool', {
    network: { layers: [conv, pool('average'), { full: 10 }], activation: ['relu', 'identity'] },
  }),
  subject('backprop', 'convolution, max pool', {
    network: { layers: [conv, pool('max'), { full: 10 }], activation: ['relu', 'identity'] },
  }),
  subject('backprop', 'resistive', {
    network: { energy: 'resistive', layers: [64, 12, 10], inputGain: 10 },
    learning: { eqprop: block },
  }),
  subject('contrastive-hebbian', 'two layers', {
    network: { layers: [64, 12, 10] },
    learning: { eqprop: block },
  }),
  subject('contrastive-hebbian', 'resistive', {
    network: { energy: 'resistive', layers: [64, 12, 10], inputGain: 10 },
    learning: { eqprop: block },
  }),
]);

it('every registered rule is under the laws', () => {
  const found = new Set(subjects.map(({ name }) => name.split(':')[0]));
  expect([...found].sort()).toEqual([...learningRuleNames].sort());
});

describe.each(subjects.map((one) => [one.name, one] as const))('%s', (_, one) => {
  it.each(ruleLaws.map((law) => [law.law, law] as const))('%s', (__, law) => {
    law(one, { runs: 2 });
  });
});

const [oneLayer, twoLayers] = subjects;

/** A rule whose updates are altered. */
const altered = (
  subject: RuleSubject,
  alterFor: () => (update: Update, network: LearnedNetwork) => Update,
): RuleSubject => ({
  ...subject,
  create(seed) {
    const { network, rule } = subject.create(seed);
    const alter = alterFor();
    const answer: LearningRule['answer'] = (batch) => {
      const { output, updateTowards } = rule.answer(batch);
      return { output, updateTowards: (target) => alter(updateTowards(target), network) };
    };
    return { network, rule: { ...rule, answer } };
  },
});
const scaled = (update: Update, factor: number): Update => ({
  ...update,
  products: update.products.map((product) => ({ ...product, scale: factor * product.scale })),
  biases: update.biases.map((change) => change.map((x) => factor * x)),
});

/** A mistake each, as it might be made. */
const broken: readonly (readonly [breaks: string, mistake: string, RuleSubject])[] = [
  [
    'update-is-minus-the-gradient',
    'the sum of a batch in place of its mean',
    altered(oneLayer, () => (update) => scaled(update, 4)),
  ],
  [
    'update-is-minus-the-gradient',
    'the biases of the first layer are left out',
    altered(twoLayers, () => (update) => {
      const [first, ...more] = update.biases;
      return { ...update, biases: [first.map(() => 0), ...more] };
    }),
  ],
  [
    'update-is-minus-the-gradient',
    'a strong nudge in one direction',
    await subject('eqprop', 'strong', {
      network: { layers: [64, 12, 10] },
      learning: { eqprop: { ...block, beta: 0.5, nudging: 'positive' } },
    }),
  ],
  ['loss-falls', 'the sign is wrong', altered(twoLayers, () => (update) => scaled(update, -1))],
  [
    'goes-on-to-the-same-bits',
    'the rule counts its batches and does not store the count',
    altered(oneLayer, () => {
      let batches = 0;
      return (update) => scaled(update, 1 / ++batches);
    }),
  ],
];

describe('a broken rule fails', () => {
  it.each(broken)('%s: %s', (breaks, _, one) => {
    const law = ruleLaws.find((each) => each.law === breaks)!;
    expect(law.report(one, { runs: 2 })).toMatchObject({ status: 'failed' });
  });

  it('at least one for each law', () => {
    expect([...new Set(broken.map(([breaks]) => breaks))].sort()).toEqual(
      ruleLaws.map(({ law }) => law).sort(),
    );
  });
});

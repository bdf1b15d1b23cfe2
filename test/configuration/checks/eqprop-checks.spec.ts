import { describe, expect, test } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import {
  type Configuration,
  checkRun,
  resolveConfiguration,
} from '../../../src/configuration/configuration.js';
import { quickDigits, runOf } from '../../experiments/run-fixture.js';

/** Twelve batches: nudges of a random sign have either. */
const small = ['hardware=ideal', 'dataset.train=96', 'dataset.test=2', 'learning.batchSize=8'];
const shallow = await quickDigits(...small, 'network.layers=[64,12]');
const softmax = await quickDigits(
  ...small,
  'network.layers=[64,12,10]',
  'learning.learningRate=[0.03,0.03]',
  'learning.dropout=[0,0,0]',
  'learning.backprop.learningRate=[1,1]',
  'learning.loss=cross-entropy',
);

type Eqprop = Configuration['learning']['eqprop'];

const nudges = (['random-sign', 'positive', 'negative', 'centred'] as const).flatMap((nudging) =>
  (['nudge', 'clamp'] as const).flatMap((teaching) =>
    [
      { beta: 0.8, dt: 0.6 },
      { beta: 0.8, dt: 0.5 },
      { beta: 1, dt: 0.5 },
    ].map((strength) => ({ nudging, teaching, ...strength })),
  ),
);

const withEqprop = (configuration: Configuration, eqprop: Partial<Eqprop>): Configuration => {
  const { learning } = configuration;
  return { ...configuration, learning: { ...learning, eqprop: { ...learning.eqprop, ...eqprop } } };
};

/** Whether nothing of it is refused. */
async function passes(work: () => unknown): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

// Law: the nudges that are refused before a run are those that the run itself would not take.
describe.each([
  ['euler', shallow],
  ['block', shallow],
  ['closed-form', shallow],
  ['euler', softmax],
  ['closed-form', softmax],
] as const)('eqprop by %s', (strategy, configuration) => {
  test.each(nudges)(
    `of ${configuration.learning.loss}, $nudging $teaching beta $beta dt $dt`,
    async (nudge) => {
      const one = withEqprop(configuration, { strategy, ...nudge });
      const check = () => checkRun(one, { rule: 'eqprop', hardware: 'ideal' }, 'test');
      expect(await passes(check)).toBe(await passes(() => runOf(one)));
    },
  );
});

test('what eqprop would not take is of no matter to backprop', async () => {
  const learning = { rule: 'backprop', eqprop: { teaching: 'clamp', beta: 1, dt: 1 } };
  await expect(resolveConfiguration({ learning }, { source: 'test' })).resolves.toBeDefined();
});

import { describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { learningRules, referenceRule } from '../../../src/configuration/learning-rule.js';
import { compare } from '../../../src/experiments/compare/compare.js';
import { digits, runOf, still } from '../run-fixture.js';

/** 64-10, six epochs, nothing set but the rule. */
const configurationOf = (rule: string, hardware: unknown = 'ideal') =>
  resolveConfiguration({
    dataset: { name: 'digits' },
    network: { layers: [64, 10] },
    learning: { rule, mode: 'supervised', epochs: 6, target: { winners: 1 } },
    hardware,
  });

describe.each(learningRules.map(({ name }) => name))('learning.rule: %s', (rule) => {
  it.each([
    ['floats', 'ideal'],
    ['a chip', {}],
  ])('trains on %s from its name alone', async (_, hardware) => {
    const { result } = await runOf(await configurationOf(rule, hardware));
    // Chance is 36 of 360, with a deviation of 5.7: half of them is 25 deviations above.
    expect(result.rule).toBe(rule);
    expect(result.accuracy.test).toBeGreaterThan(0.5);
  });

  it('is set against the reference, the reference against the default', async () => {
    const configuration = await configurationOf(rule);
    const { result } = await compare(configuration, digits, still);
    const [reference, own] = result.runs;
    const compared = rule === referenceRule ? 'eqprop' : rule;
    expect([reference.id, own.id]).toEqual([`${referenceRule}-ideal`, `${compared}-ideal`]);
    expect(result.comparisons.map(({ of, against }) => [of, against])).toEqual([[own.id, reference.id]]);
  });
});

import { describe, expect, test } from 'vitest';
import { createRandom, normalInto } from '../../../devices/index.js';
import type { ChipConfiguration } from '../../../src/configuration/configuration.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { type BudgetPlan, planBudget } from '../../../src/experiments/estimate/budget.js';
import type { ChipRuns } from '../../../src/experiments/estimate/chip-runs.js';
import { nonIdealitiesOf } from '../../../src/experiments/estimate/non-idealities.js';
import { sequentialBudget } from '../../../src/experiments/estimate/sequential-budget.js';

const use = {
  energy: 'hopfield',
  learns: true,
  nudges: true,
  hasHomeostasis: true,
  readsBack: true,
  drivesBeyondOne: true,
} as const;
const costs: Readonly<Record<string, number>> = {
  wires: 0.2,
  'adc-resolution': 0.12,
  'read-noise': 0.05,
  levels: 0.046,
};
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

async function createScene() {
  const { hardware: chip } = await resolveConfiguration(
    { hardware: { array: { senseOhm: 100 }, converters: { adc: { bits: 4 } }, read: { noise: 0.1 } } },
    { source: 'test' },
  );
  if (chip === 'ideal') throw new Error('expected a chip');
  const made = new Map<string, Set<number>>();
  const keyOf = (one: unknown) => JSON.stringify(one);
  const accuracyOf = (one: ChipConfiguration, seed: number) => {
    const there = nonIdealitiesOf(one, use).map(({ name }) => name);
    const cost = there.reduce((sum, name) => sum + (costs[name] ?? 0), 0);
    const random = createRandom(seed).stream(keyOf(one));
    return 0.9 - cost + 0.004 * normalInto(new Float32Array(1), { random, step: 0 })[0]!;
  };
  const runs: ChipRuns = {
    async run(chips, list) {
      for (const one of chips) {
        const done = made.get(keyOf(one)) ?? new Set<number>();
        for (const seed of list) done.add(seed);
        made.set(keyOf(one), done);
      }
    },
    resultOf: () => undefined,
    runOf: () => undefined,
    valuesOf: (one, list) =>
      list.map((seed) =>
        made.get(keyOf(one))?.has(seed) ? accuracyOf(one as ChipConfiguration, seed) : Number.NaN,
      ),
    results: () => [],
    failures: [],
    count: () => [...made.values()].reduce((sum, { size }) => sum + size, 0),
  };
  const plan = planBudget(chip, use);
  const runAccuracy = (list: readonly number[]) => runs.run([chip, 'ideal'], list, 'accuracy');
  const budgetFor = (goal: { top: number; hasTimeFor?: (count: number) => boolean }) =>
    sequentialBudget(
      plan,
      { seeds, hasTimeFor: () => true, ...goal },
      { chip, runs, runAccuracy, images: Number.POSITIVE_INFINITY },
    );
  const seedsOf = (name: string) => {
    const { removed } = plan.items.find(({ nonIdeality }) => nonIdeality.name === name)!;
    return made.get(keyOf(removed))?.size ?? 0;
  };
  return { plan, runs, budgetFor, seedsOf };
}

const whole = ({ items }: BudgetPlan) => seeds.length * (3 + 2 * items.length);

describe('a budget that ends early', () => {
  test('is certain of far costs on few seeds, and saves the other runs', async () => {
    const { plan, runs, budgetFor } = await createScene();
    const { budget, seeds: used } = await budgetFor({ top: 2 });
    expect(budget!.items.slice(0, 2).map(({ name }) => name)).toEqual(['wires', 'adc-resolution']);
    expect(budget!.asked).toEqual({ top: 2, isCertain: true, runs: runs.count() });
    expect(used.length).toBeLessThan(4);
    expect(runs.count()).toBeLessThan(whole(plan) / 2);
    expect(budget!.idealChip.values).toHaveLength(used.length);
  });

  test('runs further what is open alone', async () => {
    const { budgetFor, seedsOf } = await createScene();
    const { budget, seeds: used } = await budgetFor({ top: 3 });
    // Read noise and levels are close; wires are far above.
    expect(seedsOf('read-noise')).toBe(used.length);
    expect(seedsOf('levels')).toBe(used.length);
    expect(used.length).toBeGreaterThan(2);
    expect(seedsOf('wires')).toBeLessThan(used.length);
    const of = (name: string) => budget!.items.find((item) => item.name === name)!;
    expect(of('wires').share.n).toBe(seedsOf('wires'));
    expect(of('wires').ranks[1]).toBeLessThanOrEqual(3);
  });

  test('ends with what is known where the time is up', async () => {
    const { plan, runs, budgetFor } = await createScene();
    const asked: number[] = [];
    const hasTimeFor = (count: number) => {
      asked.push(count);
      return false;
    };
    const { budget, seeds: used } = await budgetFor({ top: 2, hasTimeFor });
    expect([used, asked]).toEqual([[1], [3 + 2 * plan.items.length]]);
    expect(budget!.asked).toEqual({ top: 2, isCertain: false, runs: runs.count() });
    expect(budget!.items).toHaveLength(plan.items.length);
    expect(budget!.items[0]!.ranks).toEqual([1, plan.items.length]);
  });
});

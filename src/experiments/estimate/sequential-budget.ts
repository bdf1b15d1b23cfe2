import type { ChipConfiguration } from '../../configuration/configuration.js';
import { type BudgetPlan, costsOf, errorBudget, type ItemCosts } from './budget.js';
import type { ChipRuns } from './chip-runs.js';
import { rankCosts } from './cost-ranking.js';
import type { ErrorBudget } from './estimate-result.js';

/** What a budget that stops early is to find. */
export interface BudgetGoal {
  /** How many of the most expensive items are to be certain. */
  readonly top: number;
  /** Most seeds. */
  readonly seeds: readonly number[];
  /** Whether the time that is left suffices for so many more runs. */
  readonly hasTimeFor: (runs: number) => boolean;
  /** Told, after each batch of runs, what is known of the order. */
  readonly onRanking?: ((line: string) => void) | undefined;
}

export interface SequentialContext {
  readonly chip: ChipConfiguration;
  readonly runs: ChipRuns;
  /** Runs the chip and ideal floats on a seed. */
  readonly runAccuracy: (seeds: readonly number[]) => Promise<void>;
  readonly images: number;
}

export interface SequentialBudget {
  readonly budget: ErrorBudget | null;
  /** Those that the chip has been run on, the first of the goal's. */
  readonly seeds: readonly number[];
}

/**
 * An error budget that runs no more than its order needs. Every item is run alone and removed on
 * the first seed, then on one seed after another, as long as it is open whether it is among the
 * `top` most expensive ones, or an open one has to be told apart from it (successive elimination:
 * Even-Dar, Mannor and Mansour 2006, Journal of Machine Learning Research 7, 1079-1105). It ends
 * where the asked items are certain (`rankCosts`, 95 % at whatever round it ends), the time is up
 * or the seeds are. All items share their seeds, so that what it finds depends on the results
 * alone, and on the time only by where it stops.
 */
export async function sequentialBudget(
  plan: BudgetPlan,
  { top, seeds, hasTimeFor, onRanking }: BudgetGoal,
  { chip, runs, runAccuracy, images }: SequentialContext,
): Promise<SequentialBudget> {
  const counts = new Map(plan.items.map(({ nonIdeality }) => [nonIdeality.name, 0]));
  const seedsOf = (name: string) => counts.get(name)!;
  const rank = (costs: readonly (readonly number[])[]) =>
    rankCosts(costs, { top, looks: Math.max(seeds.length - 1, 1), images });
  let open = plan.items;
  let used: readonly number[] = seeds.slice(0, 1);

  for (const [round, seed] of seeds.entries()) {
    const batches = [open.map(({ alone }) => alone), open.map(({ removed }) => removed)];
    if (round > 0 && !hasTimeFor(3 + 2 * open.length)) break;
    await runAccuracy([seed]);
    await runs.run([plan.idealChip, ...batches[0]], [seed], 'budget');
    if (round === 0) onRanking?.(aloneLine(plan, runs, seed));
    await runs.run(batches[1], [seed], 'budget');
    used = seeds.slice(0, round + 1);
    for (const { nonIdeality } of open) counts.set(nonIdeality.name, round + 1);

    const valuesOf = (one: ChipConfiguration) => runs.valuesOf(one, used);
    const costs = costsOf(plan, valuesOf, { chip: valuesOf(chip), seedsOf });
    const ranking = rank(costs.map(({ shares }) => shares));
    onRanking?.(rankingLine(costs, runs.count()));
    const next = ranking.open.length === 0 ? [] : [...ranking.open, ...ranking.rivals];
    const names = new Set(next.map((at) => costs[at].item.name));
    open = plan.items.filter(({ nonIdeality }) => names.has(nonIdeality.name));
    if (open.length === 0) break;
  }

  const valuesOf = (one: ChipConfiguration) => runs.valuesOf(one, used);
  const budget = errorBudget(plan, valuesOf, {
    chip: valuesOf(chip),
    images,
    seedsOf,
    rank: (costs) => rank(costs).ranks,
  });
  return {
    seeds: used,
    budget: budget && { ...budget, asked: { top, isCertain: open.length === 0, runs: runs.count() } },
  };
}

/** The first ranking, by what the ideal chip loses to each item alone. */
function aloneLine({ idealChip, items }: BudgetPlan, runs: ChipRuns, seed: number): string {
  const [best] = runs.valuesOf(idealChip, [seed]);
  const costs = items.map(({ nonIdeality, alone }) => ({
    name: nonIdeality.name,
    cost: best - runs.valuesOf(alone, [seed])[0],
  }));
  return `after ${runs.count()} runs, alone: ${dearest(costs)}`;
}

function rankingLine(costs: readonly ItemCosts[], count: number): string {
  const means = costs.map(({ item: { name }, shares }) => ({
    name,
    cost: shares.reduce((sum, share) => sum + share, 0) / shares.length,
  }));
  return `after ${count} runs: ${dearest(means)}`;
}

/** The five that cost most, in points of accuracy. */
function dearest(costs: readonly { readonly name: string; readonly cost: number }[]): string {
  const known = costs.filter(({ cost }) => !Number.isNaN(cost));
  const five = known.sort((a, b) => b.cost - a.cost).slice(0, 5);
  return `${five.map(({ name, cost }) => `${name} ${(100 * cost).toFixed(2)}`).join(', ')} points`;
}

import type { ChipConfiguration } from '../../configuration/configuration.js';
import {
  chanceOf,
  clearAmong,
  differenceOf,
  type MeanInterval,
  shareDifference,
  shareInterval,
} from '../results/statistics.js';
import type { ChipUse } from './chip-use.js';
import type { BudgetItem, ErrorBudget, Estimated } from './estimate-result.js';
import { type NonIdeality, nonIdealitiesOf, withoutAll } from './non-idealities.js';

/** The chips that an error budget needs. */
export interface BudgetPlan {
  readonly idealChip: ChipConfiguration;
  readonly items: readonly {
    readonly nonIdeality: NonIdeality;
    /** The ideal chip with this non-ideality alone. */
    readonly alone: ChipConfiguration;
    /** The chip without it. */
    readonly removed: ChipConfiguration;
  }[];
}

export function planBudget(chip: ChipConfiguration, use: ChipUse): BudgetPlan {
  const present = nonIdealitiesOf(chip, use);
  const items = present.map((nonIdeality) => ({
    nonIdeality,
    alone: withoutAll(
      chip,
      present.filter((other) => other !== nonIdeality),
    ),
    removed: nonIdeality.without(chip),
  }));
  return { idealChip: withoutAll(chip, present), items };
}

/** Accuracies of a chip, one a seed. */
export type ValuesOf = (chip: ChipConfiguration) => readonly number[];

/** Differences below this are no interaction to speak of. */
const WORTH_SAYING = 0.005;

export interface BudgetRuns {
  /** Accuracies of the chip. */
  readonly chip: readonly number[];
  /** Test images of every run. */
  readonly images: number;
  /** Seeds that an item has been run on, the first ones of the list; all of them by default. */
  readonly seedsOf?: (name: string) => number;
  /** The ranks that costs may have; by default clear among the comparisons of an item (Holm). */
  readonly rank?: (costs: readonly (readonly number[])[]) => BudgetRanks;
}

type BudgetRanks = readonly BudgetItem['ranks'][];

/**
 * The budget from the accuracies of all chips of the plan on `images` test images, each a list over
 * the same seeds, NaN where a run has none: what has no accuracies has no place in it. null where
 * the ideal chip has none. What costs, helps or interacts is clear among all items looked at
 * (Holm): of parts that cost nothing, one budget in twenty at most says that one does. Nothing is
 * clear from one seed.
 */
export function errorBudget(plan: BudgetPlan, valuesOf: ValuesOf, runs: BudgetRuns): ErrorBudget | null {
  const { chip, images } = runs;
  const best = valuesOf(plan.idealChip);
  if (best.some(Number.isNaN)) return null;
  const costs = costsOf(plan, valuesOf, runs);
  const found = costs.map(({ item, alone, removed, shares }) => ({
    ...item,
    alone: differenceOf(alone, images),
    removed: differenceOf(removed, images),
    share: differenceOf(shares, images),
    gap: differenceOf(
      removed.map((value, i) => value - alone[i]),
      images,
    ),
  }));
  const chances = (of: (item: (typeof found)[number]) => MeanInterval) =>
    clearAmong(found.map((item) => chanceOf(of(item), images)));
  const isShareClear = chances(({ share }) => share);
  const isRemovedClear = chances(({ removed }) => removed);
  const isGapClear = chances(({ gap }) => gap);
  const { rank = (all) => clearRanks(all, images) } = runs;
  const ranks = rank(costs.map(({ shares }) => shares));
  const items = found.map(
    ({ gap, ...item }, i): BudgetItem => ({
      ...item,
      ranks: ranks[i],
      costs: isShareClear[i] && item.share.mean > 0,
      helps: isRemovedClear[i] && item.removed.mean < 0,
      interacts: isGapClear[i] && Math.abs(gap.mean) >= WORTH_SAYING,
    }),
  );
  return {
    idealChip: estimated(best, images),
    total: shareDifference(best, chip, images),
    items: items.sort((a, b) => b.share.mean - a.share.mean),
  };
}

/** What an item costs, one value per seed that it has been run on. */
export interface ItemCosts {
  readonly item: Pick<NonIdeality, 'name' | 'label' | 'remedy'>;
  readonly alone: readonly number[];
  readonly removed: readonly number[];
  /** The mean of both. */
  readonly shares: readonly number[];
}

/** The costs of every item of the plan none of whose runs is missing. */
export function costsOf(
  { idealChip, items }: BudgetPlan,
  valuesOf: ValuesOf,
  { chip, seedsOf = () => chip.length }: Pick<BudgetRuns, 'chip' | 'seedsOf'>,
): readonly ItemCosts[] {
  const best = valuesOf(idealChip);
  return items.flatMap(({ nonIdeality: { name, label, remedy }, ...chips }) => {
    const seeds = seedsOf(name);
    const aloneValues = valuesOf(chips.alone).slice(0, seeds);
    const removedValues = valuesOf(chips.removed).slice(0, seeds);
    if (seeds === 0 || [...aloneValues, ...removedValues].some(Number.isNaN)) return [];
    const alone = aloneValues.map((value, i) => best[i] - value);
    const removed = removedValues.map((value, i) => value - chip[i]);
    const shares = alone.map((value, i) => (value + removed[i]) / 2);
    return { item: { name, label, remedy }, alone, removed, shares };
  });
}

/** The ranks that an item may have, each of its comparisons clear among all of them (Holm). */
function clearRanks(costs: readonly (readonly number[])[], images: number): BudgetRanks {
  return costs.map((own, i): BudgetItem['ranks'] => {
    const others = costs.filter((_, j) => j !== i);
    const gaps = others.map((other) => shareDifference(other, own, images));
    const isClear = clearAmong(gaps.map((one) => chanceOf(one, images)));
    const apart = gaps.filter((_, j) => isClear[j]);
    const dearer = apart.filter(({ mean }) => mean > 0).length;
    return [1 + dearer, costs.length - (apart.length - dearer)];
  });
}

/** Of accuracies on `images` test images, one a seed. */
export function estimated(values: readonly number[], images?: number): Estimated {
  return { ...shareInterval(values, images), values };
}

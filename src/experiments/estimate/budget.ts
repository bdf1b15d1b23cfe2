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

/**
 * The budget from the accuracies of all chips of the plan on `images` test images, each a list over
 * the same seeds, NaN where a run has none: what has no accuracies has no place in it. null where
 * the ideal chip has none. What costs, helps or interacts is clear among all items looked at
 * (Holm): of parts that cost nothing, one budget in twenty at most says that one does. Nothing is
 * clear from one seed.
 */
export function errorBudget(
  { idealChip, items }: BudgetPlan,
  valuesOf: ValuesOf,
  { chip, images }: { readonly chip: readonly number[]; readonly images: number },
): ErrorBudget | null {
  const best = valuesOf(idealChip);
  if (best.some(Number.isNaN)) return null;
  const known = items.filter(({ alone, removed }) => ![alone, removed].flatMap(valuesOf).some(Number.isNaN));
  const found = known.map(({ nonIdeality: { name, label, remedy }, ...chips }) => {
    const alone = best.map((value, i) => value - valuesOf(chips.alone)[i]);
    const removed = valuesOf(chips.removed).map((value, i) => value - chip[i]);
    const gap = differenceOf(
      removed.map((value, i) => value - alone[i]),
      images,
    );
    const shares = alone.map((value, i) => (value + removed[i]) / 2);
    return {
      name,
      label,
      remedy,
      alone: differenceOf(alone, images),
      removed: differenceOf(removed, images),
      share: differenceOf(shares, images),
      shares,
      gap,
    };
  });
  const chances = (of: (item: (typeof found)[number]) => MeanInterval) =>
    clearAmong(found.map((item) => chanceOf(of(item), images)));
  const isShareClear = chances(({ share }) => share);
  const isRemovedClear = chances(({ removed }) => removed);
  const isGapClear = chances(({ gap }) => gap);
  const ranked = found.map(({ shares, gap, ...item }, i): BudgetItem => {
    const others = found.filter((_, j) => j !== i);
    const gaps = others.map((other) => shareDifference(other.shares, shares, images));
    const isClear = clearAmong(gaps.map((one) => chanceOf(one, images)));
    const apart = gaps.filter((_, j) => isClear[j]);
    const dearer = apart.filter(({ mean }) => mean > 0).length;
    return {
      ...item,
      ranks: [1 + dearer, found.length - (apart.length - dearer)],
      costs: isShareClear[i] && item.share.mean > 0,
      helps: isRemovedClear[i] && item.removed.mean < 0,
      interacts: isGapClear[i] && Math.abs(gap.mean) >= WORTH_SAYING,
    };
  });
  return {
    idealChip: estimated(best, images),
    total: shareDifference(best, chip, images),
    items: ranked.sort((a, b) => b.share.mean - a.share.mean),
  };
}

/** Of accuracies on `images` test images, one a seed. */
export function estimated(values: readonly number[], images?: number): Estimated {
  return { ...shareInterval(values, images), values };
}

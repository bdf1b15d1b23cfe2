import type { ChipConfiguration, Configuration } from '../configuration.js';
import { type MeanInterval, meanInterval, pairedInterval } from '../statistics.js';
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

export function planBudget(chip: ChipConfiguration, energy?: Configuration['network']['energy']): BudgetPlan {
  const present = nonIdealitiesOf(chip, energy);
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
 * The budget from the accuracies of all chips of the plan, each a list over the same seeds, NaN where a run has none: what has no
 * accuracies has no place in it. null where the ideal chip has none.
 */
export function errorBudget(
  { idealChip, items }: BudgetPlan,
  valuesOf: ValuesOf,
  chip: readonly number[],
): ErrorBudget | null {
  const best = valuesOf(idealChip);
  if (best.some(Number.isNaN)) return null;
  const known = items.filter(({ alone, removed }) => ![alone, removed].flatMap(valuesOf).some(Number.isNaN));
  const found = known.map(({ nonIdeality: { name, label, remedy }, ...chips }) => {
    const alone = best.map((value, i) => value - valuesOf(chips.alone)[i]);
    const removed = valuesOf(chips.removed).map((value, i) => value - chip[i]);
    const gap = pairedInterval(removed, alone);
    return {
      name,
      label,
      remedy,
      alone: meanInterval(alone),
      removed: meanInterval(removed),
      share: estimated(alone.map((value, i) => (value + removed[i]) / 2)),
      interacts: isClear(gap) && Math.abs(gap.mean) >= WORTH_SAYING,
    };
  });
  const ranked = found.map(({ share: { values, ...share }, ...item }): BudgetItem => {
    const gaps = found.map(({ share: other }) => pairedInterval(other.values, values)).filter(isClear);
    const dearer = gaps.filter(({ mean }) => mean > 0).length;
    return { ...item, share, ranks: [1 + dearer, found.length - (gaps.length - dearer)] };
  });
  return {
    idealChip: estimated(best),
    total: pairedInterval(best, chip),
    items: ranked.sort((a, b) => b.share.mean - a.share.mean),
  };
}

const isClear = ({ ci95 }: MeanInterval) => ci95 !== null && (ci95[0] > 0 || ci95[1] < 0);

export function estimated(values: readonly number[]): Estimated {
  return { ...meanInterval(values), values };
}

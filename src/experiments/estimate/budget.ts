import type { ChipConfiguration, Configuration } from '../configuration.js';
import { meanInterval, pairedInterval } from '../statistics.js';
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

/** The budget from the accuracies of all chips of the plan, each a list over the same seeds. */
export function errorBudget(
  { idealChip, items }: BudgetPlan,
  valuesOf: ValuesOf,
  chip: readonly number[],
): ErrorBudget {
  const best = valuesOf(idealChip);
  const found = items.map(({ nonIdeality: { name, label, remedy }, ...chips }): BudgetItem => {
    const alone = best.map((value, i) => value - valuesOf(chips.alone)[i]);
    const removed = valuesOf(chips.removed).map((value, i) => value - chip[i]);
    const gap = pairedInterval(removed, alone);
    const isClear = gap.ci95 !== null && (gap.ci95[0] > 0 || gap.ci95[1] < 0);
    return {
      name,
      label,
      remedy,
      alone: meanInterval(alone),
      removed: meanInterval(removed),
      share: meanInterval(alone.map((value, i) => (value + removed[i]) / 2)),
      interacts: isClear && Math.abs(gap.mean) >= WORTH_SAYING,
    };
  });
  return {
    idealChip: estimated(best),
    total: pairedInterval(best, chip),
    items: found.sort((a, b) => b.share.mean - a.share.mean),
  };
}

export function estimated(values: readonly number[]): Estimated {
  return { ...meanInterval(values), values };
}

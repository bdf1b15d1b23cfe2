import { clearAmong, leastError, studentChance } from '../results/statistics.js';

export interface RankingOptions {
  /** How many of the most expensive items are asked for. */
  readonly top: number;
  /** How often the ranking may be looked at in all: each look has its share of the 5 %. */
  readonly looks: number;
  /** Test images of every run. */
  readonly images: number;
}

export interface CostRanking {
  /** The ranks that each item may have, [first, last], 1 the most expensive. */
  readonly ranks: readonly (readonly [number, number])[];
  /** Items that may or may not be among the `top` most expensive; none = these are certain. */
  readonly open: readonly number[];
  /**
   * Items among the `top` that an open one is not told apart from: more seeds of the open one alone
   * would not help, since both must have run on them.
   */
  readonly rivals: readonly number[];
}

/**
 * What is certain of the order of costs after some runs: costs[i] holds those of item i, one per
 * seed, the same seeds in the same order for all; an item that has been left aside has fewer. With
 * probability 0.95 or more no item gets a wrong range of ranks at any look.
 *
 * Two items are compared by their differences on common seeds. A variance from two or three
 * differences says little, so it is moderated by those of all pairs (Smyth 2004,
 * doi:10.2202/1544-6115.1027): s^2 = (d0 s0^2 + d s_ij^2) / (d0 + d). Where all pairs vary alike
 * d0 is large, and two seeds suffice for large differences. The comparisons of an item are tested
 * together by Holm's steps; the looks share the 5 % equally (Bonferroni), so that it is valid to
 * stop at any of them.
 */
export function rankCosts(costs: readonly (readonly number[])[], options: RankingOptions): CostRanking {
  const { top, looks, images } = options;
  const pairs = pairsOf(costs);
  const prior = priorOf(pairs);
  const clear = costs.map((_, i) => {
    const own = pairs.filter((pair) => pair.i === i || pair.j === i);
    const isClear = clearAmong(
      own.map((pair) => chanceOfPair(pair, prior, { items: costs.length, images })),
      0.05 / looks,
    );
    return own
      .filter((_, at) => isClear[at])
      .map(({ i: first, j, mean }) => (first === i ? { other: j, mean } : { other: first, mean: -mean }));
  });
  const ranks = clear.map((apart): readonly [number, number] => [
    1 + apart.filter(({ mean }) => mean < 0).length,
    costs.length - apart.filter(({ mean }) => mean > 0).length,
  ]);
  const open = ranks.flatMap(([first, last], i) => (first <= top && last > top ? [i] : []));
  const isTold = (item: number, from: number) => clear[item].some(({ other }) => other === from);
  const rivals = ranks.flatMap(([, last], i) =>
    last <= top && open.some((item) => !isTold(item, i)) ? [i] : [],
  );
  return { ranks, open, rivals };
}

/** Differences of two items on their common seeds. */
interface Pair {
  readonly i: number;
  readonly j: number;
  readonly seeds: number;
  /** Item i minus item j. */
  readonly mean: number;
  /** 0 for one seed. */
  readonly variance: number;
}

function pairsOf(costs: readonly (readonly number[])[]): readonly Pair[] {
  return costs.flatMap((own, i) =>
    costs.slice(i + 1).map((other, k) => {
      const seeds = Math.min(own.length, other.length);
      const differences = own.slice(0, seeds).map((cost, s) => cost - other[s]);
      const { mean, variance } = momentsOf(differences);
      return { i, j: i + 1 + k, seeds, mean, variance };
    }),
  );
}

/** What the variances of all pairs have in common. */
interface VariancePrior {
  readonly variance: number;
  /** Infinity where they differ by no more than chance. */
  readonly degrees: number;
}

/**
 * By moments: variances of d degrees of freedom about one that is itself scaled inverse chi-squared
 * are distributed as s0^2 F(d, d0), whose mean is d0 / (d0 - 2) and whose squared coefficient of
 * variation is 2 (d + d0 - 2) / (d (d0 - 4)).
 */
function priorOf(pairs: readonly Pair[]): VariancePrior {
  const repeated = pairs.filter(({ seeds }) => seeds > 1);
  if (repeated.length === 0) return { variance: 0, degrees: 0 };
  const { mean, variance } = momentsOf(repeated.map((pair) => pair.variance));
  const d = momentsOf(repeated.map(({ seeds }) => seeds - 1)).mean;
  const spread = mean > 0 ? variance / mean ** 2 : 0;
  if (spread * d <= 2) return { variance: mean, degrees: Number.POSITIVE_INFINITY };
  const degrees = (4 * spread * d + 2 * d - 4) / (spread * d - 2);
  return { variance: (mean * (degrees - 2)) / degrees, degrees };
}

/** Two-sided probability of such a difference where there is none; 1 for a single seed. */
function chanceOfPair(
  { seeds, mean, variance }: Pair,
  prior: VariancePrior,
  { items, images }: { readonly items: number; readonly images: number },
): number {
  if (seeds < 2) return 1;
  const own = seeds - 1;
  // No more degrees of freedom than the items have among themselves.
  const degrees = Math.min(prior.degrees + own, (items - 1) * own);
  const weight = Number.isFinite(prior.degrees) ? prior.degrees / (prior.degrees + own) : 1;
  const moderated = weight * prior.variance + (1 - weight) * variance;
  const error = Math.max(Math.sqrt(moderated / seeds), leastError(mean, seeds * images));
  if (error === 0) return mean === 0 ? 1 : 0;
  return studentChance(Math.abs(mean) / error, Math.floor(degrees));
}

/** Mean and sample variance, 0 for one value. */
function momentsOf(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 };
}

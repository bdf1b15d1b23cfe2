/** One timed repetition; returns its seconds. */
export type Turn = (round: number) => number | Promise<number>;

export interface Timing {
  readonly medianSec: number;
  readonly bestSec: number;
  /** In the order of the rounds. */
  readonly seconds: readonly number[];
}

export interface AlternateOptions {
  readonly repetitions: number;
  /** Runs rounds first that are not counted (default true); their number is -1. */
  readonly warmUp?: boolean;
  /** How long, so that compilers have seen what is timed; at least one round. 1 by default. */
  readonly warmUpSec?: number;
  /** Rest before each turn, in which the other's waiting threads fall asleep; 0.05 by default. */
  readonly pauseSec?: number;
}

/**
 * Lets contestants take turns, so that all of them meet the same disturbances; every other round in
 * reverse order, so that a slow drift favours none.
 */
export async function alternate<Name extends string>(
  contestants: Readonly<Record<Name, Turn>>,
  { repetitions, warmUp = true, warmUpSec = 1, pauseSec = 0.05 }: AlternateOptions,
): Promise<Readonly<Record<Name, Timing>>> {
  const names = Object.keys(contestants) as Name[];
  const seconds = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  const begun = performance.now();
  const isWarm = () => performance.now() - begun >= 1000 * warmUpSec;
  for (let round = warmUp ? -1 : 0; round < repetitions; round += Number(round >= 0 || isWarm())) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      await new Promise((resolve) => setTimeout(resolve, 1000 * pauseSec));
      const elapsed = await contestants[name](round);
      if (round >= 0) seconds[name].push(elapsed);
    }
  }
  const timing = (list: number[]): Timing => ({
    medianSec: median(list),
    bestSec: Math.min(...list),
    seconds: list,
  });
  return Object.fromEntries(names.map((name) => [name, timing(seconds[name])])) as Record<Name, Timing>;
}

/** Seconds that `work` takes. */
export function secondsOf(work: () => unknown): number {
  const begun = performance.now();
  work();
  return (performance.now() - begun) / 1000;
}

/** The middle value, the mean of the two middle ones of an even number. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half - 1)] + sorted[Math.floor(half)]) / 2;
}

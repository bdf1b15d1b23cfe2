import { shareInterval } from '../../experiments/results/statistics.js';
import type { SweepResult } from '../../experiments/sweep/sweep-result.js';
import { headline } from '../run-facts.js';
import { shortName } from './short-name.js';

/** One measured run of a sweep. */
export interface Sample {
  /** Of the run, where a point has several. */
  readonly id: string;
  /** What the axes are, in their order. */
  readonly at: readonly (string | number)[];
  /** Percent of the test set. */
  readonly accuracy: number;
  /** Images of the test, where they are known. */
  readonly images?: number;
}

/** What a sweep varies besides its seeds. */
export interface Axis {
  readonly field: string;
  /** The shortest form that no other axis shares. */
  readonly name: string;
  /** All different ones: numbers rising, texts as they come. */
  readonly values: readonly (string | number)[];
  readonly numeric: boolean;
}

export interface SweepSamples {
  readonly axes: readonly Axis[];
  readonly samples: readonly Sample[];
  /** Of runs, in the order they come. */
  readonly ids: readonly string[];
}

/**
 * What the points that ran have measured. A field that is the same in all points is no axis, nor is
 * the seed.
 */
export function sweepSamples({ fields, points }: SweepResult): SweepSamples {
  const axes = fields
    .filter((field) => field !== 'seed')
    .map((field) => axisOf(field, { fields, all: points.map(({ values }) => plain(values[field])) }))
    .filter(({ values }) => values.length > 1);
  const samples = points.flatMap(({ values, runs }) =>
    runs.flatMap((run) => {
      const found = headline(run);
      if (!found) return [];
      const at = axes.map(({ field }) => plain(values[field]));
      const { testImages } = run;
      const sample = { id: run.id, at, accuracy: 100 * found.value };
      return [testImages === undefined ? sample : { ...sample, images: testImages }];
    }),
  );
  return { axes, samples, ids: [...new Set(samples.map(({ id }) => id))] };
}

/**
 * Samples of the same place: their mean, and its 95 % interval, cut to what an accuracy can be,
 * where there are several.
 */
export interface SampleGroup {
  readonly id: string;
  readonly at: readonly (string | number)[];
  readonly mean: number;
  readonly interval: readonly [number, number] | null;
  readonly count: number;
}

/** One group for each run and place, in the order they come. O(samples). */
export function grouped(samples: readonly Sample[]): SampleGroup[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of samples) {
    const key = JSON.stringify([sample.id, sample.at]);
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  return [...groups.values()].map((members) => {
    const { id, at, images } = members[0] as Sample;
    const shares = members.map(({ accuracy }) => accuracy / 100);
    const { mean, ci95 } = shareInterval(shares, images);
    return {
      id,
      at,
      mean: 100 * mean,
      interval: ci95 && [100 * ci95[0], 100 * ci95[1]],
      count: members.length,
    };
  });
}

/** A value as an axis shows it. */
function plain(value: unknown): string | number {
  if (typeof value === 'number' || typeof value === 'string') return value;
  return JSON.stringify(value) ?? '';
}

function axisOf(
  field: string,
  { fields, all }: { fields: readonly string[]; all: readonly (string | number)[] },
): Axis {
  const different = [...new Set(all)];
  const numbers = different.filter((value) => typeof value === 'number');
  const numeric = numbers.length === different.length;
  const values = numeric ? numbers.sort((a, b) => a - b) : different;
  return { field, name: shortName(field, fields), values, numeric };
}

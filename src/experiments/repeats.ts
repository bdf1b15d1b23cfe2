import type { Accuracy, Comparison, ExperimentResult, RunResult } from './result.js';
import { meanInterval, pairedInterval } from './statistics.js';

/** The results of the same experiment with several seeds as one: mean runs, and differences with intervals over seeds. */
export function overSeeds(results: readonly ExperimentResult[]): ExperimentResult {
  const [first] = results;
  const runs = first.runs.map(({ id }) =>
    meanRun(results.flatMap((result) => result.runs.find((run) => run.id === id) ?? [])),
  );
  const comparisons = first.comparisons.map(({ of, against, accuracy }): Comparison => {
    const found = results.flatMap((result) => {
      const [a, b] = [of, against].map((id) => result.runs.find((run) => run.id === id)?.accuracy[accuracy]);
      return typeof a === 'number' && typeof b === 'number' ? [[a, b] as const] : [];
    });
    const { mean, ci95 } = pairedInterval(
      found.map(([a]) => a),
      found.map(([, b]) => b),
    );
    return {
      of,
      against,
      accuracy,
      delta: mean,
      ci95: ci95 ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    };
  });
  const timing = { total: results.reduce((sum, result) => sum + (result.timing.total ?? 0), 0) };
  return { ...first, runs, comparisons, timing };
}

/** The first of the runs, its accuracies the means of all, its status the first that is not well. */
export function meanRun(runs: readonly RunResult[]): RunResult {
  const { otherLabels } = runs[0];
  return {
    ...runs[0],
    status: runs.find(({ status }) => status !== 'completed')?.status ?? 'completed',
    accuracy: meanAccuracy(runs.map(({ accuracy }) => accuracy)),
    ...(otherLabels && {
      otherLabels: otherLabels.map(({ labels }, i) => ({
        labels,
        accuracy: meanAccuracy(runs.flatMap((run) => run.otherLabels?.[i]?.accuracy ?? [])),
      })),
    }),
    repeats: runs.map(({ seed, accuracy }) => ({ seed, accuracy })),
    intervals: intervalsOf(runs),
  };
}

/** Kind by kind over those that have it. */
function meanAccuracy(accuracies: readonly Accuracy[]): Accuracy {
  const mean = (kind: keyof Accuracy) => {
    const values = accuracies.flatMap((accuracy) => accuracy[kind] ?? []);
    return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  };
  return { average: mean('average'), max: mean('max'), linear: mean('linear'), test: mean('test') };
}

/** 95 % intervals of the means, kind by kind; none where there are fewer than two values. */
function intervalsOf(runs: readonly RunResult[]): NonNullable<RunResult['intervals']> {
  const kinds = ['average', 'max', 'linear', 'test'] as const;
  const entries = kinds.flatMap((kind) => {
    const { ci95 } = meanInterval(runs.flatMap(({ accuracy }) => accuracy[kind] ?? []));
    return ci95 ? [[kind, ci95] as const] : [];
  });
  return Object.fromEntries(entries);
}

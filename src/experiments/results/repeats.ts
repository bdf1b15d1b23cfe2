import { addedPhases, type PhaseSummary } from '../../relax/phase-record.js';
import { judgedTogether } from './learned.js';
import type { Accuracy, Comparison, ExperimentResult, RunResult } from './result.js';
import { differenceOf, shareInterval } from './statistics.js';

/**
 * The results of the same experiment with several seeds as one: mean runs, and differences with
 * intervals over seeds; where one seed alone has a difference, its own.
 */
export function overSeeds(results: readonly ExperimentResult[]): ExperimentResult {
  const [first] = results;
  const runs = first.runs.map(({ id }) =>
    meanRun(results.flatMap((result) => result.runs.find((run) => run.id === id) ?? [])),
  );
  const all = results.flatMap(({ comparisons }) => comparisons);
  const comparisons = all
    .filter((one, i) => all.findIndex((other) => areAlike(one, other)) === i)
    .map((one) =>
      meanComparison(
        all.filter((other) => areAlike(one, other)),
        first.dataset.test,
      ),
    );
  const timing = { total: results.reduce((sum, result) => sum + (result.timing.total ?? 0), 0) };
  return { ...first, runs, comparisons, timing };
}

const areAlike = (a: Comparison, b: Comparison) =>
  a.of === b.of && a.against === b.against && a.accuracy === b.accuracy;

function meanComparison(found: readonly Comparison[], images: number): Comparison {
  const { mean, ci95 } = differenceOf(
    found.map(({ delta }) => delta),
    images,
  );
  return ci95 ? { ...found[0], delta: mean, ci95 } : found[0];
}

/**
 * The first of the runs, its accuracies the means and its phases the sums of all, its status the
 * first that is not well.
 */
export function meanRun(runs: readonly RunResult[]): RunResult {
  const { otherLabels } = runs[0];
  const learned = judgedTogether(runs);
  const phases = sumOf(runs.flatMap(({ train }) => train.phases ?? []));
  return {
    ...runs[0],
    status: runs.find(({ status }) => status !== 'completed')?.status ?? 'completed',
    accuracy: meanAccuracy(runs.map(({ accuracy }) => accuracy)),
    train: { ...runs[0].train, ...(phases && { phases }) },
    ...(otherLabels && {
      otherLabels: otherLabels.map(({ labels }, i) => ({
        labels,
        accuracy: meanAccuracy(runs.flatMap((run) => run.otherLabels?.[i]?.accuracy ?? [])),
      })),
    }),
    ...acceptedOf(runs),
    ...(learned && { learned }),
    repeats: runs.map(({ seed, accuracy }) => ({ seed, accuracy })),
    intervals: intervalsOf(runs),
  };
}

function acceptedOf(runs: readonly RunResult[]): Pick<RunResult, 'acceptedVersions'> {
  const versions = new Set(runs.flatMap(({ acceptedVersions = [] }) => acceptedVersions));
  return versions.size > 0 ? { acceptedVersions: [...versions].sort() } : {};
}

function sumOf(phases: readonly PhaseSummary[]): PhaseSummary | null {
  return phases.length > 0 ? phases.reduce(addedPhases) : null;
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
    const values = runs.flatMap(({ accuracy }) => accuracy[kind] ?? []);
    const { ci95 } = shareInterval(values, runs[0].testImages);
    return ci95 ? [[kind, ci95] as const] : [];
  });
  return Object.fromEntries(entries);
}

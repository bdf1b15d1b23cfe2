import { didNotLearn } from '../../experiments/results/learned.js';
import type { ExperimentResult, RunResult } from '../../experiments/results/result.js';
import { duration, NOT_MEASURED, percent, pointsInterval, quantity, signedPoints } from '../format.js';
import {
  type ConfigurationDifference,
  configurationDifferences,
  hardwareName,
  runLabels,
  seedsOfMeans,
} from '../run-facts.js';

/** One column of the table of runs, the same on the terminal and on the page. */
export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Where there is no room the highest go first; 0 always stays. */
  readonly drop: number;
  /** One text a run, in the order of `result.runs`. */
  readonly cells: readonly string[];
  /** What a reader who sorts by the column means where the text is no number; NaN = nothing. */
  readonly values?: readonly number[];
}

const ACCURACIES = ['average', 'max', 'linear', 'test'] as const;
/** Shown even if empty, where no run has any accuracy. */
const EXPECTED = ['average', 'max'] as const;

/**
 * The columns of `result` in reading order: accuracies in percent, differences in percentage
 * points.
 */
export function columns(result: ExperimentResult): Column[] {
  const { runs } = result;
  const column = (title: string, align: Column['align'], drop: number, cell: (run: RunResult) => string) => ({
    title,
    align,
    drop,
    cells: runs.map(cell),
  });
  const sortedBy = (shown: Column, value: (run: RunResult) => number): Column => ({
    ...shown,
    values: runs.map(value),
  });
  const measured = ACCURACIES.filter((kind) => runs.some((run) => run.accuracy[kind] !== null));
  const nearest = new Map(runs.map((run) => [run, configurationDifferences(result, run)[0]]));
  const labels = runLabels(runs);
  return [
    { title: 'run', align: 'left', drop: 0, cells: runs.map((run, i) => labels[i] + remark(run)) },
    column('rule', 'left', 6, (run) => run.rule),
    column('hardware', 'left', 3, hardwareName),
    ...(measured.length > 0 ? measured : EXPECTED).map((kind) =>
      column(`${kind} %`, 'right', kind === 'max' ? 2 : 0, (run) => percent(run.accuracy[kind])),
    ),
    sortedBy(
      column(`difference (95 %, ${scope(runs)})`, 'left', 0, (run) => differenceText(nearest.get(run))),
      (run) => soundDelta(nearest.get(run)),
    ),
    column('against', 'left', 1, (run) => nearest.get(run)?.reference.id ?? NOT_MEASURED),
    sortedBy(
      column('training', 'right', 4, (run) => duration(run.train.seconds)),
      (run) => run.train.seconds,
    ),
    sortedBy(
      column('images/s', 'right', 5, (run) => quantity(run.train.samplesPerSecond)),
      (run) => run.train.samplesPerSecond,
    ),
  ];
}

/**
 * What the intervals of the differences hold for: without several seeds these weights and devices
 * alone.
 */
const scope = (runs: readonly RunResult[]) => seedsOfMeans(runs) ?? 'one chip';

/** How a run ended, where it did not end well: ` (interrupted)`, ` (did not learn)`. */
function remark(run: RunResult): string {
  if (run.status !== 'completed') return ` (${run.status})`;
  return didNotLearn(run) ? ' (did not learn)' : '';
}

const soundDelta = (difference: ConfigurationDifference | undefined) =>
  difference?.isSound ? difference.delta : Number.NaN;

function differenceText(difference: ConfigurationDifference | undefined): string {
  if (!difference?.isSound) return NOT_MEASURED;
  const { delta, ci95 } = difference;
  return signedPoints(delta) + (ci95 ? ` (${pointsInterval(ci95)})` : '');
}

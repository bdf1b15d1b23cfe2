import type { PublishedRow } from '../../experiments/published/row.js';
import { didNotLearn, notLearned } from '../../experiments/results/learned.js';
import type {
  Accuracy,
  ExperimentResult,
  LabelShare,
  PublishedAccuracy,
  RunResult,
} from '../../experiments/results/result.js';
import { percent } from '../../report/format.js';
import { seedsOfMeans } from '../../report/run-facts.js';
import { aligned } from '../shared/aligned.js';

const kinds = ['average', 'linear', 'test'] as const;

/** Name, published accuracies in percent, summary. */
export function publishedTable(rows: readonly PublishedRow[]): string {
  const lines = rows.map(({ name, published, summary }) => {
    const figures = kinds.flatMap((kind) => {
      const figure = published[kind];
      return figure ? [`${kind} ${figureText(figure)}`] : [];
    });
    return [name, figures.join(', ') || 'not published', summary];
  });
  return aligned([['row', 'published, %', 'experiment'], ...lines]);
}

/** Accuracy by accuracy: ours, theirs and the difference, in percent and percentage points. */
export function reproductionTable({
  runs,
  comparisons,
}: Pick<ExperimentResult, 'runs' | 'comparisons'>): string {
  const lines = runs.flatMap((run) => {
    const shares = run.otherLabels?.map((share) => ({
      ...share,
      name: ` (${percent(share.labels)} % labels)`,
    }));
    return [{ ...run, name: '' }, ...(shares ?? [])].flatMap((readOut) =>
      kinds
        .filter((kind) => readOut.accuracy[kind] !== null || readOut.published?.[kind])
        .map((kind) => [run.id, status(run), `${kind}${readOut.name}`, ...beside(readOut, kind)]),
    );
  });
  const table = aligned([['row', 'epochs', 'accuracy', 'ours, %', 'published, %', 'difference'], ...lines]);
  const scope = seedsOfMeans(runs) ?? 'one seed';
  const compared = comparisons.map(({ of, against, accuracy, delta, ci95 }) => {
    const failed = runs.filter((run) => [of, against].includes(run.id) && didNotLearn(run));
    if (failed.length > 0) return `${of} against ${against}, ${accuracy}: not compared`;
    const [from, to] = ci95.map(percent);
    return `${of} against ${against}, ${accuracy}: ${percent(delta)} points (95 %, ${scope}: ${from} to ${to})`;
  });
  return [...notLearned(runs), table, ...compared].join('\n');
}

function beside(
  { accuracy, published }: Pick<LabelShare, 'accuracy' | 'published'>,
  kind: keyof Accuracy,
): string[] {
  const [ours, theirs] = [accuracy[kind], published?.[kind]];
  const difference = ours !== null && theirs ? (100 * (ours - theirs.mean)).toFixed(2) : '';
  return [percent(ours), theirs ? figureText(theirs) : 'not published', difference];
}

function status({ status: end, epochs }: RunResult): string {
  return end === 'completed' ? `${epochs.length}` : `${epochs.length} (${end})`;
}

function figureText({ mean, spread, runs }: PublishedAccuracy): string {
  const range = spread === null ? '' : ` ± ${percent(spread)}`;
  return `${percent(mean)}${range} (${runs === 1 ? '1 run' : `${runs} runs`})`;
}

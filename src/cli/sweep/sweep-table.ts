import { didNotLearn } from '../../experiments/results/learned.js';
import type { SweepPoint, SweepResult } from '../../experiments/sweep/sweep-result.js';
import { shortName } from '../../report/sweep/short-name.js';
import { aligned } from '../shared/aligned.js';

/** Rows that a terminal is given. */
const maxRows = 50;

/** A row per point: what varies, and the accuracy of its runs. */
export function sweepTable({ fields, points }: SweepResult): string {
  const shortened = fields.map((field) => shortName(field, fields));
  const rows = points.slice(0, maxRows).map((point) => rowOf(point, fields));
  const table = aligned([[...shortened, 'accuracy', ''], ...rows]);
  const rest = points.length - maxRows;
  return rest > 0 ? `${table}\n${rest} more points in result.json` : table;
}

function rowOf({ values, runs, status, error }: SweepPoint, fields: readonly string[]): string[] {
  const shown = fields.map((field) => {
    const value = values[field];
    return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  });
  const accuracies = runs.map(({ id, accuracy: { average, test } }) => {
    const share = average ?? test;
    const text = share === null ? '-' : `${(100 * share).toFixed(2)} %`;
    return runs.length > 1 ? `${id} ${text}` : text;
  });
  const ended =
    runs.find((run) => run.status !== 'completed')?.status ??
    (runs.some(didNotLearn)
      ? `did not learn: ${runs
          .filter(didNotLearn)
          .map(({ id }) => id)
          .join(', ')}`
      : undefined);
  return [...shown, accuracies.join(', '), error ?? ended ?? (status === 'done' ? '' : status)];
}

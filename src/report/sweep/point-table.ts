import { didNotLearn } from '../../experiments/results/learned.js';
import type { RunResult } from '../../experiments/results/result.js';
import type { SweepPoint, SweepResult } from '../../experiments/sweep/sweep-result.js';
import { NOT_MEASURED, percent } from '../format.js';
import { headline } from '../run-facts.js';
import type { Column } from '../tables/columns.js';
import { dataTable } from '../tables/html-table.js';
import { csvOf, type ResultRow } from '../tables/result-rows.js';
import { shortName } from './short-name.js';

/** The table of all points as HTML, a row per run; empty for a sweep without points. */
export function pointTable({ fields, points }: SweepResult): string {
  if (points.length === 0) return '';
  const rows = points.flatMap(rowsOf);
  const named = new Set(rows.map(({ run }) => run?.id)).size > 1;
  const column = (title: string, cells: readonly string[], values?: readonly number[]): Column => ({
    title,
    align: 'left',
    drop: 0,
    cells,
    ...(values && { values }),
  });
  const accuracies = rows.map(({ run }) => (run && headline(run)?.value) ?? null);
  const columns = [
    column(
      'point',
      rows.map(({ point }) => `${point.index}`),
    ),
    ...(named
      ? [
          column(
            'run',
            rows.map(({ run }) => run?.id ?? ''),
          ),
        ]
      : []),
    ...fields.map((field) =>
      column(
        shortName(field, fields),
        rows.map(({ point }) => text(point.values[field])),
      ),
    ),
    column(
      'accuracy %',
      accuracies.map(percent),
      accuracies.map((value) => value ?? Number.NaN),
    ),
    column('status', rows.map(statusOf)),
    ...(points.some(({ error }) => error)
      ? [
          column(
            'error',
            rows.map(({ point }) => point.error ?? ''),
          ),
        ]
      : []),
  ];
  const csv = csvOf(points.flatMap((point) => sweepRows(point, fields)));
  return dataTable(columns, {
    label: 'Table of all points',
    note: 'Accuracies in percent of the test images.',
    csv,
  });
}

/** How the run of a row ended, or why its point has none. */
function statusOf({ point, run }: Row): string {
  if (point.status !== 'done' || !run) return point.status === 'done' ? '' : point.status;
  return run.status === 'completed' && didNotLearn(run) ? 'did not learn' : run.status;
}

/** A row per run of the point; one for a point without any. */
export function sweepRows(
  { index, key, values, status, error, runs }: SweepPoint,
  fields: readonly string[],
): ResultRow[] {
  const flat = Object.fromEntries(fields.map((field) => [field, cell(values[field])]));
  const none = { average: null, max: null, linear: null, test: null };
  if (runs.length === 0)
    return [{ point: index, key, ...flat, run: null, status, ...none, seconds: null, error }];
  return runs.map((run) => ({
    point: index,
    key,
    ...flat,
    run: run.id,
    status: run.status,
    ...none,
    ...run.accuracy,
    seconds: run.train.seconds,
    error,
  }));
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? NOT_MEASURED);
}

/** Numbers stay numbers; what has no place in a cell is written as JSON. */
function cell(value: unknown): string | number | null {
  return typeof value === 'number' || value === null ? value : text(value);
}

interface Row {
  readonly point: SweepPoint;
  readonly run: RunResult | null;
}

function rowsOf(point: SweepPoint): Row[] {
  return point.runs.length > 0 ? point.runs.map((run) => ({ point, run })) : [{ point, run: null }];
}

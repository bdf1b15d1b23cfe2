import type { ExperimentResult, RunResult } from '../../experiments/results/result.js';
import { configurationDifferences, seedCount } from '../run-facts.js';

/** One run as flat data. */
export type ResultRow = Readonly<Record<string, string | number | null>>;

/**
 * A row per run: accuracies and differences as fractions of the test set, the interval of 95 %,
 * times in seconds.
 */
export function resultRows(result: ExperimentResult): ResultRow[] {
  return result.runs.map((run) => ({
    name: result.name,
    run: run.id,
    rule: run.rule,
    mode: run.mode,
    hardware: run.hardware === 'ideal' ? 'ideal' : 'chip',
    seed: run.seed,
    status: run.status,
    ...run.accuracy,
    ...nearest(result, run),
    dataset: result.dataset.name,
    trainImages: result.dataset.train,
    testImages: result.dataset.test,
    epochs: run.epochs.length,
    learned: run.learned?.status ?? null,
    sweepsPerSample: run.train.sweepsPerSample,
    samplesPerSecond: run.train.samplesPerSecond,
    seconds: run.train.seconds,
    seeds: seedCount(run),
  }));
}

/**
 * RFC 4180 with line feeds: a header and a line per row; null is empty. The columns are those that
 * any row has.
 */
export function csvOf(rows: readonly ResultRow[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))]
    .map((cells) => `${cells.map(csvCell).join(',')}\n`)
    .join('');
}

/** A line of JSON a row. */
export function jsonLinesOf(rows: readonly ResultRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function nearest(result: ExperimentResult, run: RunResult): ResultRow {
  const difference = configurationDifferences(result, run)[0];
  const [low = null, high = null] = difference?.ci95 ?? [];
  return {
    against: difference?.reference.id ?? null,
    difference: difference?.delta ?? null,
    differenceLow: low,
    differenceHigh: high,
  };
}

function csvCell(value: string | number | null | undefined): string {
  const text = `${value ?? ''}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

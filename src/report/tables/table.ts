import type { ExperimentResult } from '../../experiments/results/result.js';
import { configurationDifferences } from '../run-facts.js';
import { unsettledNotes } from '../unsettled.js';
import { type Column, columns } from './columns.js';

export interface TableOptions {
  /**
   * ANSI colours: bold titles; a difference clear of zero is yellow below it and green above.
   * Default false.
   */
  readonly color?: boolean;
  /**
   * Characters in a line. Columns that do not fit are left out, the least important first. Default
   * 120.
   */
  readonly width?: number;
}

const GAP = '  ';
const BOLD = 1;
const GREEN = 32;
const YELLOW = 33;

/**
 * The runs of `result` as an aligned table, one line per run below a line of titles; no newline at
 * the end. A sentence follows on each run whose network did not come to rest. Accuracies are in
 * percent; the difference is that to the ideal run named under `against`, with its 95 % interval
 * over the seeds, or over the test images of one chip where there is one seed.
 */
export function resultTable(
  result: ExperimentResult,
  { color = false, width = 120 }: TableOptions = {},
): string {
  const shown = fitting(columns(result), width);
  const paint = (code: number | null, text: string) =>
    color && code ? `\u001b[${code}m${text}\u001b[0m` : text;
  const titles = shown.map((column) => paint(BOLD, pad(column, column.title)));
  const rows = result.runs.map((run, i) => {
    const nearest = configurationDifferences(result, run)[0];
    const ci95 = nearest?.isSound ? nearest.ci95 : null;
    return shown.map((column) =>
      paint(column.title.startsWith('difference') ? tone(ci95) : null, pad(column, column.cells[i]!)),
    );
  });
  const lines = [titles, ...rows].map((cells) => cells.join(GAP).trimEnd());
  return [...lines, ...unsettledNotes(result)].join('\n');
}

function fitting(all: readonly Column[], width: number): readonly Column[] {
  const total = all.reduce((sum, column) => sum + widthOf(column), GAP.length * (all.length - 1));
  const least = Math.max(...all.map((column) => column.drop));
  return total <= width || least === 0
    ? all
    : fitting(
        all.filter((column) => column.drop !== least),
        width,
      );
}

function tone(ci95: readonly [number, number] | null): number | null {
  if (ci95 && ci95[1] < 0) return YELLOW;
  return ci95 && ci95[0] > 0 ? GREEN : null;
}

function pad(column: Column, text: string): string {
  const width = widthOf(column);
  return column.align === 'left' ? text.padEnd(width) : text.padStart(width);
}

const widthOf = ({ title, cells }: Column) => Math.max(title.length, ...cells.map((cell) => cell.length));

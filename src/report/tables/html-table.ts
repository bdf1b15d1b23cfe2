import type { ExperimentResult } from '../../experiments/results/result.js';
import { escapeHtml } from '../escape.js';
import { type Column, columns } from './columns.js';
import { csvOf, resultRows } from './result-rows.js';

/** The table of runs as HTML, one row per run; empty for a result without runs. */
export function htmlTable(result: ExperimentResult): string {
  if (result.runs.length === 0) return '';
  return dataTable(columns(result), {
    label: 'Table of all runs',
    note: NOTE,
    csv: csvOf(resultRows(result)),
  });
}

export interface DataTableOptions {
  readonly label: string;
  readonly note: string;
  /** The same and more in full precision, for other programs. */
  readonly csv: string;
}

/**
 * A table that scrolls sideways where it must, a note, and what is behind it as CSV. The first
 * column names the rows.
 */
export function dataTable(shown: readonly Column[], { label, note, csv }: DataTableOptions): string {
  const head = shown.map(({ title, align }) => `<th scope="col" class="${align}">${escapeHtml(title)}</th>`);
  const rows = shown[0]!.cells.map((_, i) => {
    const [name, ...rest] = shown.map((column) => cell(column, i));
    const data = rest.map(({ attributes, text }) => `<td${attributes}>${text}</td>`);
    return `<tr><th scope="row"${name!.attributes}>${name!.text}</th>${data.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">
<table class="sortable">
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
<details class="csv">
<summary>As CSV</summary>
<pre tabindex="0"><code>${escapeHtml(csv)}</code></pre>
</details>
<p class="note">${note}</p>`;
}

function cell({ cells, align, values }: Column, i: number): { attributes: string; text: string } {
  const value = values?.[i];
  const sorted = value === undefined ? '' : ` data-value="${Number.isFinite(value) ? value : ''}"`;
  return { attributes: ` class="${align}"${sorted}`, text: escapeHtml(cells[i]!) };
}

const NOTE = `Accuracies in percent of the test images. A difference is set beside the run named under “against”, in
percentage points, with its 95 % interval: over the seeds where there are several; with one seed by paired bootstrap over the test
images, which holds for this one chip, its initial weights and its devices. Times and rates vary from machine to machine; all else is reproducible.`;

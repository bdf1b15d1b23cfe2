import type { ExperimentResult } from '../experiments/result.js';
import { columns } from './columns.js';
import { escapeHtml } from './escape.js';

/** The table of runs as HTML, one row a run; empty for a result without runs. It scrolls sideways where it must. */
export function htmlTable(result: ExperimentResult): string {
  if (result.runs.length === 0) return '';
  const shown = columns(result);
  const head = shown.map(({ title, align }) => `<th scope="col" class="${align}">${escapeHtml(title)}</th>`);
  const rows = result.runs.map((_, i) => {
    const [name, ...rest] = shown.map(({ cells, align }) => ({ text: escapeHtml(cells[i]!), align }));
    const data = rest.map(({ text, align }) => `<td class="${align}">${text}</td>`);
    return `<tr><th scope="row" class="left">${name!.text}</th>${data.join('')}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="region" aria-label="Table of all runs">
<table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</div>
<p class="note">${NOTE}</p>`;
}

const NOTE = `Accuracies in percent of the test images. A difference is set beside the run named under “against”, in
percentage points, with its 95 % interval: by paired bootstrap over the test images, or over the seeds where there are
several. Times and rates vary from machine to machine; all else is reproducible.`;

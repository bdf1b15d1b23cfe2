import { escapeHtml } from '../escape.js';

/** A table of texts, the first column to the left, that scrolls where it is too wide. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string) =>
    row
      .map((cell, i) => `<${tag} class="${i === 0 ? 'left' : 'right'}">${escapeHtml(cell)}</${tag}>`)
      .join('');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(head[0]!)}"><table>
<thead><tr>${cells(head, 'th')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')}</tbody>
</table></div>`;
}

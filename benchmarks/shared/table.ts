import type { Outcome, Row } from './benchmark.js';

/**
 * A benchmark as text: a headline, what was done, and its rows, those with the same keys under one
 * head.
 */
export function resultTable(
  result: Outcome & { readonly benchmark: string; readonly target: number },
): string {
  const { benchmark, work, peer, reason, ratio, target, rows } = result;
  const head = `${benchmark}: ${ratio === null ? 'not measured' : show(ratio)}, target ${show(target)}`;
  const against = peer === null ? `no peer: ${reason ?? 'none is named'}` : `against ${peer}`;
  const blocks = groups(rows).map((group) => columns(group));
  const note = peer !== null && reason !== undefined ? [`  ${reason}`] : [];
  return `${[head, `  ${work}`, `  ${against}`, ...note, ...blocks].join('\n')}\n\n`;
}

/** Neighbours with the same keys. */
function groups(rows: readonly Row[]): Row[][] {
  const keys = (row: Row) => Object.keys(row).join();
  const out: Row[][] = [];
  for (const row of rows) {
    const last = out.at(-1);
    if (last !== undefined && keys(last[0]) === keys(row)) last.push(row);
    else out.push([row]);
  }
  return out;
}

function columns(rows: readonly Row[]): string {
  const keys = Object.keys(rows[0]);
  const cells = [keys, ...rows.map((row) => keys.map((key) => show(row[key])))];
  const widths = keys.map((_, c) => Math.max(...cells.map((line) => line[c].length)));
  return cells
    .map(
      (line) =>
        `    ${line
          .map((cell, c) => cell.padEnd(widths[c]))
          .join('  ')
          .trimEnd()}`,
    )
    .join('\n');
}

function show(value: Row[string]): string {
  if (typeof value !== 'number') return value === null ? '-' : String(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

import type { DeviceTrace } from '../../devices/index.js';

/** Columns of text as wide as their widest cell, two spaces apart; the last as it is. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, cell.length)),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Response by pulse number, up beside down. */
export function traceTable({ up, down, unit }: DeviceTrace): string {
  const length = Math.max(up.length, down?.length ?? 0);
  const cell = (curve: readonly number[] | null, n: number) => {
    const value = curve?.[n];
    return value === undefined ? '' : Number(value.toPrecision(6)).toString();
  };
  const rows = Array.from({ length }, (_, n) => [`${n}`, cell(up, n), cell(down, n)]);
  return aligned([['pulses', `up, ${unit}`, down ? `down, ${unit}` : ''], ...rows]);
}

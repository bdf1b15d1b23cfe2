import type { LineFactors } from './line-factors.js';

/**
 * values [rows, cols]: currents injected into the nodes of the word lines without cells -> the
 * voltages there with the sources at 0 V. In place. Four lines side by side, since along one line
 * every node waits for the one before. O(rows cols).
 */
export function wordLineVoltagesInto(
  values: Float64Array,
  factors: LineFactors,
  { rows, cols }: { readonly rows: number; readonly cols: number },
): void {
  const whole = rows - (rows % 4);
  for (let i = 0; i < whole; i += 4) fourLines(values, factors, { start: i * cols, cols });
  for (let i = whole; i < rows; i++) oneLine(values, factors, { start: i * cols, cols });
}

/** out [rows, cols] = voltages of the word lines without cells, with 1 V at every source. */
export function sourceSharesInto(out: Float64Array, { pass }: LineFactors, cols: number): void {
  for (let row = 0; row < out.length; row += cols) {
    let voltage = 1;
    for (let at = row; at < row + cols; at++) out[at] = voltage *= pass[at];
  }
}

interface Lines {
  readonly start: number;
  readonly cols: number;
}

function oneLine(values: Float64Array, { pass, restOhm }: LineFactors, { start, cols }: Lines): void {
  let carried = 0;
  for (let at = start + cols - 1; at >= start; at--) {
    const gathered = values[at] + carried;
    values[at] = gathered;
    carried = pass[at] * gathered;
  }
  let voltage = 0;
  for (let at = start; at < start + cols; at++) {
    voltage = restOhm[at] * values[at] + pass[at] * voltage;
    values[at] = voltage;
  }
}

function fourLines(values: Float64Array, { pass, restOhm }: LineFactors, { start, cols }: Lines): void {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let j = cols - 1; j >= 0; j--) {
    const at = start + j;
    const at2 = at + cols;
    const at3 = at2 + cols;
    const at4 = at3 + cols;
    a += values[at];
    b += values[at2];
    c += values[at3];
    d += values[at4];
    values[at] = a;
    values[at2] = b;
    values[at3] = c;
    values[at4] = d;
    a *= pass[at];
    b *= pass[at2];
    c *= pass[at3];
    d *= pass[at4];
  }
  [a, b, c, d] = [0, 0, 0, 0];
  for (let j = 0; j < cols; j++) {
    const at = start + j;
    const at2 = at + cols;
    const at3 = at2 + cols;
    const at4 = at3 + cols;
    a = restOhm[at] * values[at] + pass[at] * a;
    b = restOhm[at2] * values[at2] + pass[at2] * b;
    c = restOhm[at3] * values[at3] + pass[at3] * c;
    d = restOhm[at4] * values[at4] + pass[at4] * d;
    values[at] = a;
    values[at2] = b;
    values[at3] = c;
    values[at4] = d;
  }
}

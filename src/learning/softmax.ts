/** out = softmax of every row of logits [rows, units]; `out` may be `logits`. */
export function softmaxInto(
  out: Float32Array,
  logits: Float32Array,
  { rows, units }: { rows: number; units: number },
): void {
  for (let from = 0; from < rows * units; from += units) {
    let highest = -Infinity;
    for (let i = from; i < from + units; i++) highest = Math.max(highest, logits[i]);
    let sum = 0;
    for (let i = from; i < from + units; i++) {
      out[i] = Math.exp(logits[i] - highest);
      sum += out[i];
    }
    for (let i = from; i < from + units; i++) out[i] /= sum;
  }
}

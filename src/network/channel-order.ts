/**
 * [rows, a, b] turned to [rows, b, a]. Images are [height, width, channels] here and [channels,
 * height, width] in PyTorch: a convolution's filters, and the weights of a full layer behind it,
 * turn from one to the other by this.
 */
export function swappedAxes(data: ArrayLike<number>, a: number, b: number): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) {
    const row = i - (i % (a * b));
    const at = i % (a * b);
    out[row + (at % b) * a + Math.floor(at / b)] = data[i];
  }
  return out;
}

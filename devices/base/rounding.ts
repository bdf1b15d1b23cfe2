const f = Math.fround;

/** The nearest whole number, ties to even, |x| < 2^51. */
export function roundHalfEven(x: number): number {
  const shift = x < 0 ? -(2 ** 52) : 2 ** 52;
  return x + shift - shift;
}

/** The nearest of the values lowest, lowest + spacing, ... in single precision, ties to even; spacing 0 = x itself. */
export function roundToGrid(x: number, lowest: number, spacing: number): number {
  if (spacing === 0) return x;
  const steps = roundHalfEven(f(f(x - f(lowest)) / f(spacing)));
  return f(f(steps * f(spacing)) + f(lowest));
}

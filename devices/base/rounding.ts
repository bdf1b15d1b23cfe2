const f = Math.fround;

/** The nearest whole number, ties to even, |x| < 2^51. */
export function roundHalfEven(x: number): number {
  const shift = x < 0 ? -(2 ** 52) : 2 ** 52;
  return x + shift - shift;
}

/** `levels` values, spacingS apart from lowestS on; spacingS 0 = all values. */
export interface ConductanceGrid {
  readonly lowestS: number;
  readonly spacingS: number;
  /** Of no account where spacingS is 0. */
  readonly levels?: number;
}

/**
 * The nearest value of the grid in single precision, ties to even; x itself where the grid is of
 * all values.
 */
export function roundToGrid(x: number, { lowestS, spacingS, levels = 1 }: ConductanceGrid): number {
  if (spacingS === 0) return x;
  const [lowest, spacing] = [f(lowestS), f(spacingS)];
  const step = roundHalfEven(f(f(x - lowest) / spacing));
  return f(f(Math.min(Math.max(step, 0), levels - 1) * spacing) + lowest);
}

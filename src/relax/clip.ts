/** x inside [0, 1]; NaN stays NaN. */
export function clip(x: number): number {
  return x < 0 ? 0 : x > 1 ? 1 : x;
}

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/**
 * 95 % score interval of a proportion: Wilson (1927), doi:10.1080/01621459.1927.10502953.
 * `fraction` in [0, 1] of `n` independent trials; lies inside [0, 1] and is [0, 1] for n = 0.
 */
export function wilsonInterval(fraction: number, n: number): readonly [low: number, high: number] {
  if (n <= 0) return [0, 1];
  const z2n = (Z * Z) / n;
  const centre = (fraction + z2n / 2) / (1 + z2n);
  const half = (Math.sqrt(z2n) / (1 + z2n)) * Math.sqrt(fraction * (1 - fraction) + z2n / 4);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

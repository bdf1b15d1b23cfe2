/** Standard errors allowed: a true law fails once in 1.7 million draws. */
export const sigmas = 5;

export interface SampleMoments {
  readonly mean: number;
  readonly variance: number;
  /**
   * Standard errors of the two, from the sample's own moments: no shape of the distribution is
   * assumed.
   */
  readonly meanError: number;
  readonly varianceError: number;
}

/** Moments of a sample of at least two. O(n). */
export function moments(sample: ArrayLike<number>): SampleMoments {
  const n = sample.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sample[i];
  const mean = sum / n;
  let second = 0;
  let fourth = 0;
  for (let i = 0; i < n; i++) {
    const square = (sample[i] - mean) ** 2;
    second += square;
    fourth += square * square;
  }
  const variance = second / (n - 1);
  const varianceError = Math.sqrt(Math.max(fourth / n - (second / n) ** 2, 0) / n);
  return { mean, variance, meanError: Math.sqrt(variance / n), varianceError };
}

/**
 * Pearson's correlation of a[i] with b[i + lag], the last wrapping round; 0 where one is constant.
 * O(n).
 */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>, lag = 0): number {
  const n = a.length;
  const { mean: meanA, variance: varianceA } = moments(a);
  const { mean: meanB, variance: varianceB } = moments(b);
  if (varianceA === 0 || varianceB === 0) return 0;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (a[i] - meanA) * (b[(i + lag) % n] - meanB);
  return sum / ((n - 1) * Math.sqrt(varianceA * varianceB));
}

/**
 * Share of the sample that stands at its smallest or largest value: what clipping makes of a
 * spread.
 */
export function shareAtEnds(sample: Float32Array): number {
  const low = sample.reduce((a, b) => Math.min(a, b));
  const high = sample.reduce((a, b) => Math.max(a, b));
  return sample.reduce((sum, g) => sum + (g === low || g === high ? 1 : 0), 0) / sample.length;
}

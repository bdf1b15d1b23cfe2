import { wilsonInterval } from './wilson.js';

/** A mean over seeds with its 95 % interval; null where there are fewer than two. */
export interface MeanInterval {
  readonly mean: number;
  readonly ci95: readonly [number, number] | null;
  /** Sample standard deviation; null where there are fewer than two. */
  readonly deviation: number | null;
  /** How many there are. */
  readonly n: number;
}

/** Mean and Student's t interval of independent values. NaN for none. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, ci95: null, deviation: null, n };
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const half = (studentQuantile(n - 1) * deviation) / Math.sqrt(n);
  return { mean, ci95: [mean - half, mean + half], deviation, n };
}

/**
 * 97.5 % quantiles of Student's t for 1 to 10 degrees of freedom (Student 1908; Abramowitz and
 * Stegun, table 26.10).
 */
const few = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281];

/**
 * The 97.5 % quantile of Student's t; above 10 degrees of freedom by Cornish and Fisher's series,
 * to 1e-4 (A&S 26.7.5).
 */
export function studentQuantile(degrees: number): number {
  if (degrees <= few.length) return few[degrees - 1];
  const z = 1.959963984540054;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return terms.reduce((sum, term, k) => sum + term / degrees ** (k + 1), z);
}

/** Spearman's rank correlation, ties at their mean rank. NaN where one side is constant. */
export function spearman(a: readonly number[], b: readonly number[]): number {
  return pearson(ranks(a), ranks(b));
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [a, b].map((list) => list.reduce((sum, value) => sum + value, 0) / list.length);
  const product = (x: readonly number[], y: readonly number[], mx: number, my: number) =>
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return product(a, b, meanA, meanB) / Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB));
}

/**
 * Mean of shares of `images` test images, one per seed, with a 95 % interval inside [0, 1]: the
 * hull of Student's t interval over the seeds and of the Wilson interval of all their images
 * together. The second is what sampling alone leaves open where the seeds happen to agree, so that
 * equal values have no interval of zero width. Coverage by simulation: see
 * docs/decisions/intervals.md.
 */
export function shareInterval(values: readonly number[], images = Number.POSITIVE_INFINITY): MeanInterval {
  const found = meanInterval(values);
  if (!found.ci95) return found;
  const sampling = Number.isFinite(images)
    ? wilsonInterval(found.mean, found.n * images)
    : ([found.mean, found.mean] as const);
  return { ...found, ci95: hull(found.ci95, sampling, [0, 1]) };
}

/**
 * The same of a - b over pairs that share a seed, both shares of the same `images`, inside [-1, 1].
 */
export function shareDifference(
  a: readonly number[],
  b: readonly number[],
  images = Number.POSITIVE_INFINITY,
): MeanInterval {
  return differenceOf(
    a.map((value, i) => value - b[i]),
    images,
  );
}

/** The same of differences that are there already. */
export function differenceOf(
  differences: readonly number[],
  images = Number.POSITIVE_INFINITY,
): MeanInterval {
  const found = meanInterval(differences);
  return found.ci95 ? { ...found, ci95: widenedBySampling(found.ci95, found.mean, found.n * images) } : found;
}

/**
 * An interval of a difference of two shares of `images` images, no narrower than what their
 * sampling leaves open at the least: at least |delta| of the images are classified differently, and
 * with half an image more in each cell of the table of agreement the variance is that of Agresti
 * and Min (2005, doi:10.1002/sim.1781).
 */
export function widenedBySampling(
  ci95: readonly [number, number],
  delta: number,
  images: number,
): readonly [number, number] {
  const half = 1.959963984540054 * leastError(delta, images);
  return hull(ci95, [delta - half, delta + half], [-1, 1]);
}

/**
 * The least standard error of a difference of shares on `images` images in all; 0 for endless ones.
 */
export function leastError(delta: number, images: number): number {
  if (!Number.isFinite(images)) return 0;
  const all = images + 2;
  const different = Math.abs(delta) * images + 1;
  return Math.sqrt(Math.max(different - (delta * images) ** 2 / all, 0)) / all;
}

function hull(
  a: readonly [number, number],
  b: readonly [number, number],
  [least, most]: readonly [number, number],
): readonly [number, number] {
  return [Math.max(least, Math.min(a[0], b[0])), Math.min(most, Math.max(a[1], b[1]))];
}

/**
 * Two-sided probability that a mean of differences so far from 0 comes by chance, by Student's t; 1
 * for fewer than two.
 */
export function chanceOf({ mean, deviation, n }: MeanInterval, images = Number.POSITIVE_INFINITY): number {
  if (deviation === null) return 1;
  const error = Math.max(deviation / Math.sqrt(n), leastError(mean, n * images));
  if (error === 0) return mean === 0 ? 1 : 0;
  return studentChance(Math.abs(mean) / error, n - 1);
}

/**
 * P(|T| > t) of Student's t with whole degrees of freedom, by the finite series of Abramowitz and
 * Stegun, 26.7.3 and 26.7.4.
 */
export function studentChance(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  const inside = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return Math.max(0, 1 - inside);
}

/**
 * Which of several chances are clear although so many were looked at: with probability 0.95 none
 * that is chance alone (Holm 1979, Scandinavian Journal of Statistics 6, 65-70).
 */
export function clearAmong(chances: readonly number[], alpha = 0.05): readonly boolean[] {
  const order = chances.map((_, i) => i).sort((a, b) => chances[a] - chances[b]);
  const clear = chances.map(() => false);
  for (const [rank, index] of order.entries()) {
    if (chances[index] > alpha / (chances.length - rank)) break;
    clear[index] = true;
  }
  return clear;
}

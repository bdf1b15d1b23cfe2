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

/** Mean and interval of a - b over pairs that share a seed. */
export function pairedInterval(a: readonly number[], b: readonly number[]): MeanInterval {
  return meanInterval(a.map((value, i) => value - b[i]));
}

/** 97.5 % quantiles of Student's t for 1 to 10 degrees of freedom (Student 1908; Abramowitz and Stegun, table 26.10). */
const few = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281];

/** The 97.5 % quantile of Student's t; above 10 degrees of freedom by Cornish and Fisher's series, to 1e-4 (A&S 26.7.5). */
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

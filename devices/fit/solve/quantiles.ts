import { normalCdf } from '../noise/clipped-normal.js';

/** Two-sided 95 % quantile of the normal distribution. */
export const normal95 = 1.959963984540054;

/** Degrees of freedom from which the limiting forms are exact enough. */
const many = 300;

/** Two-sided 95 % quantile of Student's t with `freedom` >= 1 degrees, a whole number. */
export function student95(freedom: number): number {
  if (freedom > many) return normal95 * (1 + (normal95 ** 2 + 1) / (4 * freedom));
  return rootOf((t) => studentMass(t, freedom) - 0.95, [0, 20]);
}

/**
 * The number that a chi-square of `freedom` >= 1 degrees, a whole number, is below with probability
 * `p`.
 */
export function chiSquareQuantile(p: number, freedom: number): number {
  const highest = freedom + 20 * Math.sqrt(2 * freedom) + 20;
  return rootOf((x) => chiSquareCdf(x, freedom) - p, [0, highest]);
}

/** Zero of a rising function between two ends, by bisection; the nearer end where there is none. */
export function rootOf(rising: (x: number) => number, [low, high]: readonly [number, number]): number {
  let [below, above] = [low, high];
  for (let i = 0; i < 80; i++) {
    const middle = (below + above) / 2;
    if (rising(middle) > 0) above = middle;
    else below = middle;
  }
  return (below + above) / 2;
}

/** P(|t| < x) as the finite series of Abramowitz and Stegun 1964, 26.7.3 and 26.7.4. */
function studentMass(x: number, freedom: number): number {
  const angle = Math.atan(x / Math.sqrt(freedom));
  const odd = freedom % 2 === 1;
  const square = Math.cos(angle) ** 2;
  let term = odd ? Math.cos(angle) : 1;
  let sum = 0;
  for (let k = odd ? 1 : 0; k < freedom - 1; k += 2) {
    sum += term;
    term *= (square * (k + 1)) / (k + 2);
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/**
 * The finite series of Abramowitz and Stegun 1964, 26.4.4 and 26.4.5; Wilson and Hilferty's 26.4.17
 * for many degrees.
 */
function chiSquareCdf(x: number, freedom: number): number {
  if (freedom > many) {
    const part = 2 / (9 * freedom);
    return normalCdf((Math.cbrt(x / freedom) - 1 + part) / Math.sqrt(part));
  }
  const odd = freedom % 2 === 1;
  let term = odd ? Math.sqrt((2 * x) / Math.PI) : 1;
  let sum = 0;
  for (let k = odd ? 1 : 0; k < freedom - 1; k += 2) {
    sum += term;
    term *= x / (k + 2);
  }
  return (odd ? 2 * normalCdf(Math.sqrt(x)) - 1 : 1) - sum * Math.exp(-x / 2);
}

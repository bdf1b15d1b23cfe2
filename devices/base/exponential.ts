/**
 * Logarithm and exponential in single precision, every operation rounded, so that the SIMD kernels
 * return the same bits.
 */
import { roundHalfEven } from './rounding.js';

const f = Math.fround;
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** c[0] x^n + ... + c[n]. */
export function horner(x: number, coefficients: readonly number[]): number {
  let t = coefficients[0];
  for (let i = 1; i < coefficients.length; i++) t = f(f(t * x) + coefficients[i]);
  return t;
}

const atanhSeries = [2 / 9, 2 / 7, 2 / 5, 2 / 3, 2].map(f);

/**
 * ln u for normal floats: u = 2^e m with m in [sqrt(1/2), sqrt 2), ln m = 2 atanh((m - 1)/(m + 1))
 * by series.
 */
export function naturalLog(u: number): number {
  float[0] = u;
  const offset = (bits[0] - 0x3f3504f3) | 0;
  bits[0] = (offset & 0x007fffff) + 0x3f3504f3;
  const m = float[0];
  const s = f(f(m - 1) / f(m + 1));
  return f(f(horner(f(s * s), atanhSeries) * s) + f((offset >> 23) * f(Math.LN2)));
}

/**
 * ln(1 - a) for a >= 0: -2 atanh(a / (2 - a)) below 1/4, where 1 - a would lose digits of a; from 1
 * on below -87.
 */
export function logOneLess(a: number): number {
  if (!(a < 0.25)) return naturalLog(Math.max(f(1 - a), 2 ** -126));
  const s = f(a / f(2 - a));
  return -f(horner(f(s * s), atanhSeries) * s);
}

// ln 2 in two parts, of which the first times a whole number below 2^15 is exact.
const ln2High = 0.693359375;
const ln2Low = f(Math.LN2 - ln2High);
const expSeries = [1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2].map(f);

/**
 * e^x - less with less = 0 or 1, to 2e-7 relative, for x from -87 to 88; beyond, that of the nearer
 * end. x = k ln 2 + r, e^r - 1 by its series: the first term left out is below 2e-8 of it.
 */
export function expLess(x: number, less: 0 | 1): number {
  const y = Math.min(Math.max(x, -87), 88);
  const k = roundHalfEven(f(y * f(Math.LOG2E)));
  const r = f(f(y - f(k * ln2High)) - f(k * ln2Low));
  const p = f(f(f(horner(r, expSeries) * r) * r) + r);
  bits[0] = (k + 127) << 23;
  const scale = float[0];
  return f(f(scale * p) + f(scale - less));
}

/**
 * base^exponent for base in [0, 1] and exponent >= 0, to (1 + |exponent ln base|) 2e-7 relative
 * down to e^-87.
 */
export function power(base: number, exponent: number): number {
  if (base <= 0 && exponent > 0) return 0;
  return expLess(f(exponent * naturalLog(Math.max(base, 2 ** -126))), 0);
}

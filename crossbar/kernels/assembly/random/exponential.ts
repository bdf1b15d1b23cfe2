// Logarithm and exponential by their series, four a vector. The twin is
// devices/base/exponential.ts.

// Constants, four lanes each: a load from memory is cheaper than a 128-bit literal.
const table: usize = memory.data<f32>([
  1, 1, 1, 1,
  0.2222222222222222, 0.2222222222222222, 0.2222222222222222, 0.2222222222222222, // 2 / 9
  0.2857142857142857, 0.2857142857142857, 0.2857142857142857, 0.2857142857142857, // 2 / 7
  0.4, 0.4, 0.4, 0.4, // 2 / 5
  0.6666666666666666, 0.6666666666666666, 0.6666666666666666, 0.6666666666666666, // 2 / 3
  2, 2, 2, 2,
  0.6931471805599453, 0.6931471805599453, 0.6931471805599453, 0.6931471805599453, // ln 2
  1.4426950408889634, 1.4426950408889634, 1.4426950408889634, 1.4426950408889634, // 1 / ln 2
  0.693359375, 0.693359375, 0.693359375, 0.693359375, // ln 2 in two parts, of which the first times a whole number below 2^15 is exact
  -0.00021219444005469057, -0.00021219444005469057, -0.00021219444005469057, -0.00021219444005469057,
  0.0001984126984126984, 0.0001984126984126984, 0.0001984126984126984, 0.0001984126984126984, // 1 / 7!
  0.001388888888888889, 0.001388888888888889, 0.001388888888888889, 0.001388888888888889, // 1 / 6!
  0.008333333333333333, 0.008333333333333333, 0.008333333333333333, 0.008333333333333333, // 1 / 5!
  0.041666666666666664, 0.041666666666666664, 0.041666666666666664, 0.041666666666666664, // 1 / 4!
  0.16666666666666666, 0.16666666666666666, 0.16666666666666666, 0.16666666666666666, // 1 / 3!
  0.5, 0.5, 0.5, 0.5, // 1 / 2!
  -87, -87, -87, -87,
  88, 88, 88, 88,
], 16);

const bitTable: usize = memory.data<i32>([
  0x3f3504f3, 0x3f3504f3, 0x3f3504f3, 0x3f3504f3, // sqrt(1/2)
  0x007fffff, 0x007fffff, 0x007fffff, 0x007fffff, // the bits of a mantissa
  127, 127, 127, 127, // the offset of an exponent
], 16);

/** ln (x / s) for normal floats x and a power of two s, `origin` = the bits of s sqrt(1/2). */
@inline
export function logarithm(x: v128, origin: v128): v128 {
  // x / s = 2^e m with m in [sqrt(1/2), sqrt 2), ln m = 2 atanh((m - 1)/(m + 1)) by series.
  const bits = i32x4.sub(x, origin);
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(bits, 23));
  const mantissa = i32x4.add(v128.and(bits, v128.load(bitTable, 16)), v128.load(bitTable));
  const one = v128.load(table);
  const s = f32x4.div(f32x4.sub(mantissa, one), f32x4.add(mantissa, one));
  return f32x4.add(twiceAtanh(s), f32x4.mul(exponent, v128.load(table, 96)));
}

/**
 * ln(1 - a) for a >= 0: -2 atanh(a / (2 - a)) below 1/4, where 1 - a would lose digits of a; from 1
 * on below -87.
 */
@inline
export function logOneLess(a: v128): v128 {
  const small = f32x4.neg(twiceAtanh(f32x4.div(a, f32x4.sub(v128.load(table, 80), a))));
  const rest = f32x4.pmax(f32x4.sub(v128.load(table), a), f32x4.splat(1.1754943508222875e-38));
  return v128.bitselect(small, logarithm(rest, v128.load(bitTable)), f32x4.lt(a, f32x4.splat(0.25)));
}

/** By its series up to s^9, for small s. */
@inline
function twiceAtanh(s: v128): v128 {
  const square = f32x4.mul(s, s);
  let t = f32x4.add(f32x4.mul(v128.load(table, 16), square), v128.load(table, 32));
  t = f32x4.add(f32x4.mul(t, square), v128.load(table, 48));
  t = f32x4.add(f32x4.mul(t, square), v128.load(table, 64));
  t = f32x4.add(f32x4.mul(t, square), v128.load(table, 80));
  return f32x4.mul(t, s);
}

/** e^x - less with less = 0 or 1, for x from -87 to 88; beyond, that of the nearer end. */
@inline
export function expLess(x: v128, less: f32): v128 {
  const y = f32x4.pmin(f32x4.pmax(x, v128.load(table, 256)), v128.load(table, 272));
  const k = f32x4.nearest(f32x4.mul(y, v128.load(table, 112)));
  const r = f32x4.sub(f32x4.sub(y, f32x4.mul(k, v128.load(table, 128))), f32x4.mul(k, v128.load(table, 144)));
  let p = f32x4.add(f32x4.mul(v128.load(table, 160), r), v128.load(table, 176));
  p = f32x4.add(f32x4.mul(p, r), v128.load(table, 192));
  p = f32x4.add(f32x4.mul(p, r), v128.load(table, 208));
  p = f32x4.add(f32x4.mul(p, r), v128.load(table, 224));
  p = f32x4.add(f32x4.mul(p, r), v128.load(table, 240));
  p = f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r);
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(k), v128.load(bitTable, 32)), 23);
  return f32x4.add(f32x4.mul(scale, p), f32x4.sub(scale, f32x4.splat(less)));
}

/** base^exponent for base in [0, 1] and exponent >= 0. */
@inline
export function power(base: v128, exponent: v128): v128 {
  const zero = f32x4.splat(0);
  const log = logarithm(f32x4.pmax(base, f32x4.splat(1.1754943508222875e-38)), v128.load(bitTable));
  const value = expLess(f32x4.mul(exponent, log), 0);
  return v128.andnot(value, v128.and(f32x4.le(base, zero), f32x4.gt(exponent, zero)));
}

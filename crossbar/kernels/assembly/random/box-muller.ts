// What random words become: uniform numbers, and the radius and angle of Box and Muller (1958, doi
// 10.1214/aoms/1177706645), four a vector; sine and cosine by their series.

import { logarithm } from './exponential';

// Constants, four lanes each: a load from memory is cheaper than a 128-bit literal.
const table: usize = memory.data<f32>([
  5.9604644775390625e-8, 5.9604644775390625e-8, 5.9604644775390625e-8, 5.9604644775390625e-8, // 2^-24
  3.745070282923929e-7, 3.745070282923929e-7, 3.745070282923929e-7, 3.745070282923929e-7, // 2^-22 pi / 2
  2.755731922398589e-6, 2.755731922398589e-6, 2.755731922398589e-6, 2.755731922398589e-6, // 1 / 9!
  -0.0001984126984126984, -0.0001984126984126984, -0.0001984126984126984, -0.0001984126984126984, // -1 / 7!
  0.008333333333333333, 0.008333333333333333, 0.008333333333333333, 0.008333333333333333, // 1 / 5!
  -0.16666666666666666, -0.16666666666666666, -0.16666666666666666, -0.16666666666666666, // -1 / 3!
  -2.755731922398589e-7, -2.755731922398589e-7, -2.755731922398589e-7, -2.755731922398589e-7, // -1 / 10!
  2.48015873015873e-5, 2.48015873015873e-5, 2.48015873015873e-5, 2.48015873015873e-5, // 1 / 8!
  -0.001388888888888889, -0.001388888888888889, -0.001388888888888889, -0.001388888888888889, // -1 / 6!
  0.041666666666666664, 0.041666666666666664, 0.041666666666666664, 0.041666666666666664, // 1 / 4!
  0.5, 0.5, 0.5, 0.5,
  1, 1, 1, 1,
  -2, -2, -2, -2,
], 16);

const bitTable: usize = memory.data<i32>([
  0x4b3504f3, 0x4b3504f3, 0x4b3504f3, 0x4b3504f3, // 2^24 sqrt(1/2)
  0x80000000, 0x80000000, 0x80000000, 0x80000000, // the sign
], 16);

/** Uniform in [0, 1), a multiple of 2^-24. */
@inline
export function uniform(word: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(word, 8)), v128.load(table));
}

/**
 * The angle of a word: its first two bits are a quadrant, the other 22 an angle phi in [-pi/4,
 * pi/4), which this is.
 */
@inline
export function phiOf(word: v128): v128 {
  const rest = i32x4.shr_s(v128.xor(i32x4.shl(word, 2), v128.load(bitTable, 16)), 10);
  return f32x4.mul(f32x4.convert_i32x4_s(rest), v128.load(table, 16));
}

/** Taylor series: the first term left out is below 2e-9 at pi/4. */
@inline
export function sineOf(phi: v128, square: v128): v128 {
  let s = f32x4.add(f32x4.mul(v128.load(table, 32), square), v128.load(table, 48));
  s = f32x4.add(f32x4.mul(s, square), v128.load(table, 64));
  s = f32x4.add(f32x4.mul(s, square), v128.load(table, 80));
  return f32x4.add(f32x4.mul(f32x4.mul(s, square), phi), phi);
}

@inline
export function cosineOf(square: v128): v128 {
  let c = f32x4.add(f32x4.mul(v128.load(table, 96), square), v128.load(table, 112));
  c = f32x4.add(f32x4.mul(c, square), v128.load(table, 128));
  c = f32x4.add(f32x4.mul(c, square), v128.load(table, 144));
  c = f32x4.sub(f32x4.mul(c, square), v128.load(table, 160));
  return f32x4.add(f32x4.mul(c, square), v128.load(table, 176));
}

/**
 * All bits where the quadrant q is odd: cos(phi + q pi/2) is sin phi there, and sin(phi + q pi/2)
 * cos phi.
 */
@inline
export function odd(word: v128): v128 {
  return i32x4.shr_s(i32x4.shl(word, 1), 31);
}

/** The sign where the cosine changes it: in quadrants 1 and 2. */
@inline
export function flip0(word: v128): v128 {
  return v128.and(v128.xor(word, i32x4.shl(word, 1)), v128.load(bitTable, 16));
}

/** The same of the sine: in quadrants 2 and 3. */
@inline
export function flip1(word: v128): v128 {
  return v128.and(word, v128.load(bitTable, 16));
}

/** sqrt(-2 ln u) with u = (the first 24 bits of a word + 1) 2^-24, so that it is at most 5.77. */
@inline
export function radiusOf(word: v128): v128 {
  const scaled = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(word, 8), i32x4.splat(-1)));
  return f32x4.sqrt(f32x4.mul(logarithm(scaled, v128.load(bitTable)), v128.load(table, 192)));
}

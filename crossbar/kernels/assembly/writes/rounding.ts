// From wanted weight changes to whole pulses. Arrays are padded to blocks of 16.

import { uniform } from '../random/box-muller';
import { philox, word0, word1, word2, word3 } from '../random/random';

/**
 * counts[i] = floor(factor * wanted[i] + u), u uniform in [0, 1): the mean is exact; clamped to
 * +-limit. `firstBlock` = block number of element 0 within the whole array. Returns how many
 * devices get a pulse.
 */
export function roundStochastic(
  counts: usize, wanted: usize, n: i32, factor: f32, limit: f32,
  firstBlock: i32, step: i32, sub: i32, key0: i32, key1: i32,
): i32 {
  const f = f32x4.splat(factor);
  let pulsed = 0;
  for (let block = 0; 16 * block < n; block++) {
    const at = <usize>block << 6;
    const from = wanted + at;
    const any = v128.or(v128.or(v128.load(from), v128.load(from, 16)), v128.or(v128.load(from, 32), v128.load(from, 48)));
    const to = counts + at;
    if (!v128.any_true(any)) {
      const zero = i32x4.splat(0);
      v128.store(to, zero);
      v128.store(to, zero, 16);
      v128.store(to, zero, 32);
      v128.store(to, zero, 48);
      continue;
    }
    philox(firstBlock + block, step, sub, key0, key1);
    pulsed += roundFour(to, from, f, uniform(word0), limit);
    pulsed += roundFour(to + 16, from + 16, f, uniform(word1), limit);
    pulsed += roundFour(to + 32, from + 32, f, uniform(word2), limit);
    pulsed += roundFour(to + 48, from + 48, f, uniform(word3), limit);
  }
  return pulsed;
}

/**
 * counts[i] = factor * wanted[i] rounded to nearest (ties to even), clamped to +-limit. Returns how
 * many are not zero.
 */
export function roundNearest(counts: usize, wanted: usize, n: i32, factor: f32, limit: f32): i32 {
  const f = f32x4.splat(factor);
  let pulsed = 0;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const whole = f32x4.nearest(f32x4.mul(f, v128.load(wanted + at)));
    pulsed += storeCounts(counts + at, whole, limit);
  }
  return pulsed;
}

@inline
function roundFour(to: usize, from: usize, factor: v128, u: v128, limit: f32): i32 {
  const wanted = f32x4.mul(factor, v128.load(from));
  return storeCounts(to, f32x4.floor(f32x4.add(wanted, u)), limit);
}

@inline
function storeCounts(to: usize, whole: v128, limit: f32): i32 {
  const clamped = f32x4.pmin(f32x4.pmax(whole, f32x4.splat(-limit)), f32x4.splat(limit));
  const counts = i32x4.trunc_sat_f32x4_s(clamped);
  v128.store(to, counts);
  return popcnt(i32x4.bitmask(i32x4.ne(counts, i32x4.splat(0))));
}

// From wanted weight changes to whole pulses, and what pulses do to devices. Arrays are padded to blocks of 16;
// a block without a pulse is neither drawn for nor touched.

import { uniform } from './box-muller';
import {
  normal0, normal1, normal2, normal3, normal4, normal5, normal6, normal7,
  normalBlock, normalPair, normalsAt, philox, word0, word1, word2, word3,
} from './random';

/**
 * counts[i] = floor(factor * wanted[i] + u), u uniform in [0, 1): the mean is exact; clamped to +-limit.
 * `firstBlock` = block number of element 0 within the whole array. Returns how many devices get a pulse.
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

/** counts[i] = factor * wanted[i] rounded to nearest (ties to even), clamped to +-limit. Returns how many are not zero. */
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

/**
 * Constant step: g += n step (1 + sigma xi / sqrt|n|), clipped to the device's bounds; step = up or down by sign.
 * One draw for n pulses is equal in distribution to n draws as long as nothing clips in between.
 */
export function pulseConstantStep(
  g: usize, gMin: usize, gMax: usize, stepUp: usize, stepDown: usize, counts: usize, n: i32, sigma: f32,
  firstBlock: i32, step: i32, sub: i32, key0: i32, key1: i32,
): void {
  for (let block = 0; 16 * block < n; block++) {
    const at = <usize>block << 6;
    if (!anyPulse(counts + at)) continue;
    if (sigma != 0) normalBlock(firstBlock + block, step, sub, key0, key1);
    constantFour(g, gMin, gMax, stepUp, stepDown, counts, at, sigma, normal0);
    constantFour(g, gMin, gMax, stepUp, stepDown, counts, at + 16, sigma, normal1);
    constantFour(g, gMin, gMax, stepUp, stepDown, counts, at + 32, sigma, normal2);
    constantFour(g, gMin, gMax, stepUp, stepDown, counts, at + 48, sigma, normal3);
  }
}

@inline
function constantFour(
  g: usize, gMin: usize, gMax: usize, stepUp: usize, stepDown: usize, counts: usize, i: usize, sigma: f32, xi: v128,
): void {
  const count = f32x4.convert_i32x4_s(v128.load(counts + i));
  const size = v128.bitselect(v128.load(stepUp + i), v128.load(stepDown + i), f32x4.gt(count, f32x4.splat(0)));
  let change = f32x4.mul(count, size);
  if (sigma != 0) {
    const spread = f32x4.mul(f32x4.splat(sigma), f32x4.sqrt(f32x4.abs(count)));
    change = f32x4.add(change, f32x4.mul(f32x4.mul(spread, size), xi));
  }
  const moved = f32x4.add(v128.load(g + i), change);
  v128.store(g + i, f32x4.pmin(f32x4.pmax(moved, v128.load(gMin + i)), v128.load(gMax + i)));
}

/**
 * Soft bounds, |n| single pulses in turn: up g += stepUp (gMax - g)/(gMax - gMin)(1 + sigma xi),
 * down g -= stepDown (g - gMin)/(gMax - gMin)(1 + sigma xi), each clipped to the device's bounds.
 * A device with gMin = gMax never moves.
 */
export function pulseSoftBounds(
  g: usize, gMin: usize, gMax: usize, stepUp: usize, stepDown: usize, counts: usize, n: i32, sigma: f32,
  firstBlock: i32, step: i32, sub: i32, key0: i32, key1: i32,
): void {
  for (let block = 0; 16 * block < n; block++) {
    const at = <usize>block << 6;
    let pulsed = pulsedMask(counts + at);
    if (pulsed == 0) continue;
    if (popcnt(pulsed) > MOST_SINGLE) {
      if (sigma != 0 && 16 * block + 16 < n && atMostOne(counts + at) && atMostOne(counts + at + 64)) {
        normalPair(firstBlock + block, step, sub, key0, key1);
        softOnce(g, gMin, gMax, stepUp, stepDown, counts, at, sigma, normal0);
        softOnce(g, gMin, gMax, stepUp, stepDown, counts, at + 16, sigma, normal1);
        softOnce(g, gMin, gMax, stepUp, stepDown, counts, at + 32, sigma, normal2);
        softOnce(g, gMin, gMax, stepUp, stepDown, counts, at + 48, sigma, normal3);
        softOnce(g, gMin, gMax, stepUp, stepDown, counts, at + 64, sigma, normal4);
        softOnce(g, gMin, gMax, stepUp, stepDown, counts, at + 80, sigma, normal5);
        softOnce(g, gMin, gMax, stepUp, stepDown, counts, at + 96, sigma, normal6);
        softOnce(g, gMin, gMax, stepUp, stepDown, counts, at + 112, sigma, normal7);
        block++;
        continue;
      }
      const most = largest(counts + at);
      for (let pulse = 0; pulse < most; pulse++) {
        if (sigma != 0) normalBlock(firstBlock + block, step, sub + pulse, key0, key1);
        softFour(g, gMin, gMax, stepUp, stepDown, counts, at, pulse, sigma, normal0);
        softFour(g, gMin, gMax, stepUp, stepDown, counts, at + 16, pulse, sigma, normal1);
        softFour(g, gMin, gMax, stepUp, stepDown, counts, at + 32, pulse, sigma, normal2);
        softFour(g, gMin, gMax, stepUp, stepDown, counts, at + 48, pulse, sigma, normal3);
      }
      continue;
    }
    for (; pulsed != 0; pulsed &= pulsed - 1) {
      push(16 * block + ctz(pulsed));
      if (waiting == 4) softSingles(g, gMin, gMax, stepUp, stepDown, counts, sigma, firstBlock, step, sub, key0, key1);
    }
  }
  softSingles(g, gMin, gMax, stepUp, stepDown, counts, sigma, firstBlock, step, sub, key0, key1);
}

/** No device of a block gets more than one pulse. */
@inline
function atMostOne(counts: usize): bool {
  const a = v128.or(i32x4.abs(v128.load(counts)), i32x4.abs(v128.load(counts, 16)));
  const b = v128.or(i32x4.abs(v128.load(counts, 32)), i32x4.abs(v128.load(counts, 48)));
  return !v128.any_true(i32x4.shr_u(v128.or(a, b), 1));
}

// Devices of thinly pulsed blocks wait here until four can share a vector, and with it one draw of noise.
const MOST_SINGLE: i32 = 6;
let queue: v128 = i32x4.splat(0);
let waiting: i32 = 0;

function push(device: i32): void {
  if (waiting == 0) queue = i32x4.splat(device);
  else if (waiting == 1) queue = i32x4.replace_lane(queue, 1, device);
  else if (waiting == 2) queue = i32x4.replace_lane(queue, 2, device);
  else queue = i32x4.replace_lane(queue, 3, device);
  waiting++;
}

/** Pulses the devices in the queue, and empties it. */
function softSingles(
  g: usize, gMin: usize, gMax: usize, stepUp: usize, stepDown: usize, counts: usize, sigma: f32,
  firstBlock: i32, step: i32, sub: i32, key0: i32, key1: i32,
): void {
  if (waiting == 0) return;
  const filled = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(waiting));
  const count = v128.and(gather(counts), filled);
  const most = largestOf(i32x4.abs(count));
  const low = gather(gMin);
  const high = gather(gMax);
  const up = gather(stepUp);
  const down = gather(stepDown);
  const elements = i32x4.add(queue, i32x4.splat(16 * firstBlock));
  let state = gather(g);
  for (let pulse = 0; pulse < most; pulse++) {
    if (sigma != 0) normalsAt(elements, step, sub + pulse, key0, key1);
    state = softStep(state, low, high, up, down, count, pulse, sigma, normal0);
  }
  store<f32>(g + (<usize>i32x4.extract_lane(queue, 0) << 2), f32x4.extract_lane(state, 0));
  if (waiting > 1) store<f32>(g + (<usize>i32x4.extract_lane(queue, 1) << 2), f32x4.extract_lane(state, 1));
  if (waiting > 2) store<f32>(g + (<usize>i32x4.extract_lane(queue, 2) << 2), f32x4.extract_lane(state, 2));
  if (waiting > 3) store<f32>(g + (<usize>i32x4.extract_lane(queue, 3) << 2), f32x4.extract_lane(state, 3));
  waiting = 0;
}

/** The words of `array` at the devices in the queue. */
@inline
function gather(array: usize): v128 {
  let out = v128.load_splat<i32>(array + (<usize>i32x4.extract_lane(queue, 0) << 2));
  out = i32x4.replace_lane(out, 1, load<i32>(array + (<usize>i32x4.extract_lane(queue, 1) << 2)));
  out = i32x4.replace_lane(out, 2, load<i32>(array + (<usize>i32x4.extract_lane(queue, 2) << 2)));
  return i32x4.replace_lane(out, 3, load<i32>(array + (<usize>i32x4.extract_lane(queue, 3) << 2)));
}

/** The first pulse of four devices. */
@inline
function softOnce(
  g: usize, gMin: usize, gMax: usize, stepUp: usize, stepDown: usize, counts: usize, i: usize, sigma: f32, xi: v128,
): void {
  const state = softStep(
    v128.load(g + i), v128.load(gMin + i), v128.load(gMax + i), v128.load(stepUp + i), v128.load(stepDown + i),
    v128.load(counts + i), 0, sigma, xi,
  );
  v128.store(g + i, state);
}

@inline
function softFour(
  g: usize, gMin: usize, gMax: usize, stepUp: usize, stepDown: usize, counts: usize, i: usize, pulse: i32,
  sigma: f32, xi: v128,
): void {
  const count = v128.load(counts + i);
  if (!v128.any_true(i32x4.gt_s(i32x4.abs(count), i32x4.splat(pulse)))) return;
  const state = softStep(
    v128.load(g + i), v128.load(gMin + i), v128.load(gMax + i), v128.load(stepUp + i), v128.load(stepDown + i),
    count, pulse, sigma, xi,
  );
  v128.store(g + i, state);
}

/** Pulse number `pulse` (from 0) of four devices. */
@inline
function softStep(
  old: v128, low: v128, high: v128, stepUp: v128, stepDown: v128, count: v128, pulse: i32, sigma: f32, xi: v128,
): v128 {
  const live = i32x4.gt_s(i32x4.abs(count), i32x4.splat(pulse));
  const up = i32x4.gt_s(count, i32x4.splat(0));
  const room = v128.bitselect(f32x4.sub(high, old), f32x4.sub(old, low), up);
  const size = v128.bitselect(stepUp, f32x4.neg(stepDown), up);
  const range = f32x4.sub(high, low);
  let change = f32x4.div(f32x4.mul(size, room), range);
  if (sigma != 0) change = f32x4.mul(change, f32x4.add(f32x4.splat(1), f32x4.mul(f32x4.splat(sigma), xi)));
  const moved = f32x4.pmin(f32x4.pmax(f32x4.add(old, change), low), high);
  return v128.bitselect(moved, old, v128.and(live, f32x4.gt(range, f32x4.splat(0))));
}

@inline
function anyPulse(counts: usize): bool {
  const low = v128.or(v128.load(counts), v128.load(counts, 16));
  return v128.any_true(v128.or(low, v128.or(v128.load(counts, 32), v128.load(counts, 48))));
}

/** One bit a device that gets a pulse, of 16. */
@inline
function pulsedMask(counts: usize): i32 {
  const zero = i32x4.splat(0);
  return (
    i32x4.bitmask(i32x4.ne(v128.load(counts), zero)) |
    (i32x4.bitmask(i32x4.ne(v128.load(counts, 16), zero)) << 4) |
    (i32x4.bitmask(i32x4.ne(v128.load(counts, 32), zero)) << 8) |
    (i32x4.bitmask(i32x4.ne(v128.load(counts, 48), zero)) << 12)
  );
}

/** The largest |count| of a block. */
function largest(counts: usize): i32 {
  const low = i32x4.max_s(i32x4.abs(v128.load(counts)), i32x4.abs(v128.load(counts, 16)));
  const high = i32x4.max_s(i32x4.abs(v128.load(counts, 32)), i32x4.abs(v128.load(counts, 48)));
  return largestOf(i32x4.max_s(low, high));
}

@inline
function largestOf(four: v128): i32 {
  return max(
    max(i32x4.extract_lane(four, 0), i32x4.extract_lane(four, 1)),
    max(i32x4.extract_lane(four, 2), i32x4.extract_lane(four, 3)),
  );
}

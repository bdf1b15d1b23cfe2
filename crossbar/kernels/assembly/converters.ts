// From conductances to the weights that a read sees, and from column currents to digital outputs.

import { nextOfPair, normal0, normal1, normal2, normal3, normalBlock, normalPair } from './random';

/**
 * weights[i] = (Q(plus[i]) - Q(minus[i])) / scale and squares[i] = (Q(plus)^2 + Q(minus)^2) / scale^2, where Q
 * rounds to the nearest of equally spaced levels from `lowest`, `spacing` apart (0 = continuous). All in siemens.
 * squares = 0 (null pointer) leaves the squares out. Behind wires (plusShare not 0) Q is multiplied by its share, and rest
 * is added to the weights. n is rounded up to a multiple of 4.
 */
export function differential(
  weights: usize, squares: usize, plus: usize, minus: usize, n: i32, inverseScale: f32, lowest: f32, spacing: f32,
  plusShare: usize, minusShare: usize, rest: usize,
): void {
  const inverse = f32x4.splat(inverseScale);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    let p = v128.load(plus + at);
    let m = v128.load(minus + at);
    if (spacing != 0) {
      p = level(p, lowest, spacing);
      m = level(m, lowest, spacing);
    }
    p = f32x4.mul(p, inverse);
    m = f32x4.mul(m, inverse);
    if (plusShare != 0) {
      p = f32x4.mul(p, v128.load(plusShare + at));
      m = f32x4.mul(m, v128.load(minusShare + at));
    }
    const weight = f32x4.sub(p, m);
    v128.store(weights + at, plusShare != 0 ? f32x4.add(weight, v128.load(rest + at)) : weight);
    if (squares != 0) v128.store(squares + at, f32x4.add(f32x4.mul(p, p), f32x4.mul(m, m)));
  }
}

@inline
function level(g: v128, lowest: f32, spacing: f32): v128 {
  const steps = f32x4.nearest(f32x4.div(f32x4.sub(g, f32x4.splat(lowest)), f32x4.splat(spacing)));
  return f32x4.add(f32x4.mul(steps, f32x4.splat(spacing)), f32x4.splat(lowest));
}

/**
 * out[i] += ADC(partial[i] + sigma sqrt(variance[i]) xi[i]); variance = 0 (null pointer) for a noiseless read.
 * ADC: nearest multiple of `spacing`, clipped to +-range. Blocks blockFrom .. blockTo - 1 of 16, which all arrays hold.
 * Returns how many conversions of the first n saturated.
 */
export function digitise(
  out: usize, partial: usize, variance: usize, n: i32, sigma: f32, range: f32, spacing: f32,
  step: i32, sub: i32, key0: i32, key1: i32,
  blockFrom: i32, blockTo: i32,
): i32 {
  let saturated = 0;
  let block = blockFrom;
  for (; block + 1 < blockTo; block += 2) {
    if (variance != 0) normalPair(block, step, sub, key0, key1);
    saturated += digitiseBlock(out, partial, variance, block, n, sigma, range, spacing);
    if (variance != 0) nextOfPair();
    saturated += digitiseBlock(out, partial, variance, block + 1, n, sigma, range, spacing);
  }
  if (block < blockTo) {
    if (variance != 0) normalBlock(block, step, sub, key0, key1);
    saturated += digitiseBlock(out, partial, variance, block, n, sigma, range, spacing);
  }
  return saturated;
}

@inline
function digitiseBlock(
  out: usize, partial: usize, variance: usize, block: i32, n: i32, sigma: f32, range: f32, spacing: f32,
): i32 {
  const at = <usize>block << 6;
  const left = n - 16 * block;
  return (
    digitiseFour(out, partial, variance, at, sigma, range, spacing, normal0, left) +
    digitiseFour(out, partial, variance, at + 16, sigma, range, spacing, normal1, left - 4) +
    digitiseFour(out, partial, variance, at + 32, sigma, range, spacing, normal2, left - 8) +
    digitiseFour(out, partial, variance, at + 48, sigma, range, spacing, normal3, left - 12)
  );
}

function digitiseFour(
  out: usize, partial: usize, variance: usize, i: usize, sigma: f32, range: f32, spacing: f32, xi: v128, left: i32,
): i32 {
  let current = v128.load(partial + i);
  if (variance != 0) {
    const deviation = f32x4.mul(f32x4.splat(sigma), f32x4.sqrt(v128.load(variance + i)));
    current = f32x4.add(current, f32x4.mul(deviation, xi));
  }
  const clipped = f32x4.pmin(f32x4.pmax(current, f32x4.splat(-range)), f32x4.splat(range));
  const code = f32x4.nearest(f32x4.div(clipped, f32x4.splat(spacing)));
  v128.store(out + i, f32x4.add(v128.load(out + i), f32x4.mul(code, f32x4.splat(spacing))));
  return popcnt(i32x4.bitmask(f32x4.ne(clipped, current)) & liveLanes(left));
}

@inline
function liveLanes(left: i32): i32 {
  return left >= 4 ? 15 : left <= 0 ? 0 : (1 << left) - 1;
}

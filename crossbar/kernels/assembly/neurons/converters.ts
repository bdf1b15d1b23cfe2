// From conductances to the weights that a read sees, and from column currents to digital outputs.

import { loadLow, storeLow } from '../products/part-rows';
import { fillNormal } from '../random/random';

/**
 * weights[i] = (Q(plus[i]) - Q(minus[i])) / scale and squares[i] = (Q(plus)^2 + Q(minus)^2) /
 * scale^2, where Q rounds to the nearest of levels 0 .. `last` from `lowest`, `spacing` apart
 * (0 = continuous). All in siemens. squares = 0 (null pointer) leaves the squares out. Behind wires
 * (plusShare not 0) Q is multiplied by its share, and rest is added to the weights. n is rounded up
 * to a multiple of 4.
 */
export function differential(
  weights: usize, squares: usize, plus: usize, minus: usize, n: i32, inverseScale: f32, lowest: f32, spacing: f32, last: f32,
  plusShare: usize, minusShare: usize, rest: usize,
): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    fourAt(at, weights, squares, plus, minus, inverseScale, lowest, spacing, last, plusShare, minusShare, rest);
  }
}

/**
 * The same, without wires, of each four devices of which one got pulses: the others stand as they
 * are.
 */
export function differentialOfPulsed(
  weights: usize, squares: usize, plus: usize, minus: usize, counts: usize, n: i32, inverseScale: f32,
  lowest: f32, spacing: f32, last: f32,
): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    if (!v128.any_true(v128.load(counts + at))) continue;
    fourAt(at, weights, squares, plus, minus, inverseScale, lowest, spacing, last, 0, 0, 0);
  }
}

@inline
function fourAt(
  at: usize, weights: usize, squares: usize, plus: usize, minus: usize, inverseScale: f32, lowest: f32, spacing: f32, last: f32,
  plusShare: usize, minusShare: usize, rest: usize,
): void {
  const inverse = f32x4.splat(inverseScale);
  let p = v128.load(plus + at);
  let m = v128.load(minus + at);
  if (spacing != 0) {
    p = level(p, lowest, spacing, last);
    m = level(m, lowest, spacing, last);
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

@inline
function level(g: v128, lowest: f32, spacing: f32, last: f32): v128 {
  const steps = f32x4.nearest(f32x4.div(f32x4.sub(g, f32x4.splat(lowest)), f32x4.splat(spacing)));
  const inside = f32x4.pmin(f32x4.pmax(steps, f32x4.splat(0)), f32x4.splat(last));
  return f32x4.add(f32x4.mul(inside, f32x4.splat(spacing)), f32x4.splat(lowest));
}

/** Elements that are drawn at a time, in whole blocks of 16. */
const DRAWN: i32 = 256;

/**
 * out[i] += ADC(partial[i] + sigma sqrt(variance[i]) xi[i]), i < count, with xi[i] element first +
 * i of the draw; variance = 0 (null pointer) for a noiseless read. ADC: nearest multiple of
 * `spacing`, clipped to +-range. `normals`: scratch of DRAWN floats. Returns how many conversions
 * saturated.
 */
export function digitise(
  out: usize, partial: usize, variance: usize, normals: usize, first: i32, count: i32, sigma: f32, range: f32, spacing: f32,
  step: i32, sub: i32, key0: i32, key1: i32,
): i32 {
  if (variance == 0) return convert(out, partial, 0, 0, count, sigma, range, spacing);
  let saturated = 0;
  const end = first + count;
  for (let from = first; from < end; ) {
    const block = from >> 4;
    const to = min(16 * block + DRAWN, end);
    fillNormal(normals - (<usize>block << 6), block, (to + 15) >> 4, step, sub, key0, key1);
    const at = <usize>(from - first) << 2;
    const xi = normals + (<usize>(from & 15) << 2);
    saturated += convert(out + at, partial + at, variance + at, xi, to - from, sigma, range, spacing);
    from = to;
  }
  return saturated;
}

function convert(
  out: usize, partial: usize, variance: usize, xi: usize, count: i32, sigma: f32, range: f32, spacing: f32,
): i32 {
  const last = <usize>(count & ~3) << 2;
  let counts = i32x4.splat(0);
  for (let i: usize = 0; i < last; i += 16) {
    let current = v128.load(partial + i);
    if (variance != 0) current = noisy(current, v128.load(variance + i), v128.load(xi + i), sigma);
    const clipped = clip(current, range);
    v128.store(out + i, f32x4.add(v128.load(out + i), code(clipped, spacing)));
    // Where it is true, a lane is -1.
    counts = i32x4.sub(counts, f32x4.ne(clipped, current));
  }
  const width = count & 3;
  if (width != 0) {
    let current = loadLow(partial + last, width);
    if (variance != 0) current = noisy(current, loadLow(variance + last, width), loadLow(xi + last, width), sigma);
    const clipped = clip(current, range);
    storeLow(out + last, f32x4.add(loadLow(out + last, width), code(clipped, spacing)), width);
    counts = i32x4.sub(counts, f32x4.ne(clipped, current));
  }
  const saturated = i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 1);
  return saturated + i32x4.extract_lane(counts, 2) + i32x4.extract_lane(counts, 3);
}

@inline
function noisy(current: v128, variance: v128, xi: v128, sigma: f32): v128 {
  const deviation = f32x4.mul(f32x4.splat(sigma), f32x4.sqrt(variance));
  return f32x4.add(current, f32x4.mul(deviation, xi));
}

@inline
function clip(current: v128, range: f32): v128 {
  return f32x4.pmin(f32x4.pmax(current, f32x4.splat(-range)), f32x4.splat(range));
}

@inline
function code(clipped: v128, spacing: f32): v128 {
  return f32x4.mul(f32x4.nearest(f32x4.div(clipped, f32x4.splat(spacing))), f32x4.splat(spacing));
}

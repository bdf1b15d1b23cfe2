// Nodes joined by conductances, which settle image by image: a node's voltage is the mean of its
// neighbours', weighted by the conductances between them, with currents added and walls kept. One
// entry of the table describes a layer, see `layerWords` of simd-node-kernels.ts; layers are taken
// in the order of the table. States are [rows, units], conductances [post][pre].

import { madd } from '../products/madd';

const ENTRY: usize = 20 << 2;

@inline
function word(entry: usize, index: usize): usize {
  return <usize>load<u32>(entry + (index << 2));
}

@inline
function number(entry: usize, index: usize): f32 {
  return load<f32>(entry + (index << 2));
}

/**
 * `sweeps` sweeps of rows from .. to - 1; returns the largest change in the last one, NaN where a
 * voltage is not finite.
 */
export function settleNodes(table: usize, layers: i32, sweeps: i32, from: i32, to: i32): f32 {
  let worst: f32 = 0;
  for (let row = from; row < to; row++) {
    let change: f32 = 0;
    for (let sweep = 0; sweep < sweeps; sweep++) {
      change = 0;
      const isLast = sweep == sweeps - 1;
      for (let l = 0; l < layers; l++) change = max<f32>(change, settleLayer(table + <usize>l * ENTRY, row, isLast));
    }
    worst = max<f32>(worst, change);
  }
  return worst;
}

/**
 * v <- clip((drive + bias + beta target + gain sum_above g v + gain sum_below g v) inverse) mask; 0
 * unless `isMeasured`.
 */
function settleLayer(entry: usize, row: i32, isMeasured: bool): f32 {
  const units = <i32>word(entry, 0);
  const first = <usize>(row * units) << 2;
  const sums = word(entry, 2) + first;
  start(sums, entry, units, first);
  const above = word(entry, 10);
  if (above) {
    const count = <i32>word(entry, 12);
    addAbove(sums, word(entry, 11), above + (<usize>(row * count) << 2), units, count, number(entry, 13));
  }
  const below = word(entry, 14);
  if (below) {
    const count = <i32>word(entry, 16);
    addBelow(sums, word(entry, 15), below + (<usize>(row * count) << 2), units, count, number(entry, 17));
  }
  return finish(sums, entry, units, first, isMeasured);
}

/** sums = drive + bias + beta target, those that there are. */
function start(sums: usize, entry: usize, units: i32, first: usize): void {
  const drive = word(entry, 3);
  const bias = word(entry, 4);
  const target = word(entry, 5);
  const beta = number(entry, 18);
  const whole = <usize>(units & ~3) << 2;
  let i: usize = 0;
  for (; i < whole; i += 16) {
    let sum = drive ? v128.load(drive + first + i) : f32x4.splat(0);
    if (bias) sum = f32x4.add(sum, v128.load(bias + i));
    if (target) sum = f32x4.add(sum, f32x4.mul(f32x4.splat(beta), v128.load(target + first + i)));
    v128.store(sums + i, sum);
  }
  for (; i < <usize>units << 2; i += 4) {
    let sum: f32 = drive ? load<f32>(drive + first + i) : 0;
    if (bias) sum = sum + load<f32>(bias + i);
    if (target) sum = sum + beta * load<f32>(target + first + i);
    store<f32>(sums + i, sum);
  }
}

/** sums[i] += gain sum_o g[o][i] v[o], summed in rising o: columns of g, sixteen at a time. */
function addAbove(sums: usize, g: usize, v: usize, units: i32, count: i32, gain: f32): void {
  const stride = <usize>units << 2;
  const gains = f32x4.splat(gain);
  let i = 0;
  for (; i + 16 <= units; i += 16) {
    const at = sums + (<usize>i << 2);
    let c0 = f32x4.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    let w = g + (<usize>i << 2);
    for (let o = 0; o < count; o++) {
      const x = v128.load_splat<f32>(v + (<usize>o << 2));
      c0 = madd(x, v128.load(w), c0);
      c1 = madd(x, v128.load(w, 16), c1);
      c2 = madd(x, v128.load(w, 32), c2);
      c3 = madd(x, v128.load(w, 48), c3);
      w += stride;
    }
    v128.store(at, f32x4.add(v128.load(at), f32x4.mul(gains, c0)));
    v128.store(at, f32x4.add(v128.load(at, 16), f32x4.mul(gains, c1)), 16);
    v128.store(at, f32x4.add(v128.load(at, 32), f32x4.mul(gains, c2)), 32);
    v128.store(at, f32x4.add(v128.load(at, 48), f32x4.mul(gains, c3)), 48);
  }
  for (; i + 4 <= units; i += 4) {
    const at = sums + (<usize>i << 2);
    let c = f32x4.splat(0);
    let w = g + (<usize>i << 2);
    for (let o = 0; o < count; o++) {
      c = madd(v128.load_splat<f32>(v + (<usize>o << 2)), v128.load(w), c);
      w += stride;
    }
    v128.store(at, f32x4.add(v128.load(at), f32x4.mul(gains, c)));
  }
  for (; i < units; i++) {
    const at = sums + (<usize>i << 2);
    let c: f32 = 0;
    let w = g + (<usize>i << 2);
    for (let o = 0; o < count; o++) {
      c = c + load<f32>(v + (<usize>o << 2)) * load<f32>(w);
      w += stride;
    }
    store<f32>(at, load<f32>(at) + gain * c);
  }
}

/** sums[i] += gain sum_j g[i][j] v[j]: rows of g, four at a time, then two. */
function addBelow(sums: usize, g: usize, v: usize, units: i32, count: i32, gain: f32): void {
  const stride = <usize>count << 2;
  const whole = <usize>(count & ~3) << 2;
  let i = 0;
  for (; i + 4 <= units; i += 4) {
    const w = g + <usize>i * stride;
    let c0 = f32x4.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    for (let j: usize = 0; j < whole; j += 16) {
      const x = v128.load(v + j);
      c0 = madd(x, v128.load(w + j), c0);
      c1 = madd(x, v128.load(w + stride + j), c1);
      c2 = madd(x, v128.load(w + 2 * stride + j), c2);
      c3 = madd(x, v128.load(w + 3 * stride + j), c3);
    }
    const at = sums + (<usize>i << 2);
    addDot(at, c0, w, v, whole, stride, gain);
    addDot(at + 4, c1, w + stride, v, whole, stride, gain);
    addDot(at + 8, c2, w + 2 * stride, v, whole, stride, gain);
    addDot(at + 12, c3, w + 3 * stride, v, whole, stride, gain);
  }
  for (; i + 2 <= units; i += 2) {
    const w = g + <usize>i * stride;
    let c0 = f32x4.splat(0);
    let c1 = c0;
    for (let j: usize = 0; j < whole; j += 16) {
      const x = v128.load(v + j);
      c0 = madd(x, v128.load(w + j), c0);
      c1 = madd(x, v128.load(w + stride + j), c1);
    }
    const at = sums + (<usize>i << 2);
    addDot(at, c0, w, v, whole, stride, gain);
    addDot(at + 4, c1, w + stride, v, whole, stride, gain);
  }
  for (; i < units; i++) {
    const w = g + <usize>i * stride;
    let c = f32x4.splat(0);
    for (let j: usize = 0; j < whole; j += 16) c = madd(v128.load(v + j), v128.load(w + j), c);
    addDot(sums + (<usize>i << 2), c, w, v, whole, stride, gain);
  }
}

/** at += gain (the lanes' sum and the products that do not fill four lanes). */
@inline
function addDot(at: usize, lanes: v128, w: usize, v: usize, whole: usize, end: usize, gain: f32): void {
  let sum: f32 =
    (f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1)) +
    (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3));
  for (let j = whole; j < end; j += 4) sum = sum + load<f32>(v + j) * load<f32>(w + j);
  store<f32>(at, load<f32>(at) + gain * sum);
}

/** Walls and mask; returns the largest change where it `isMeasured`, else 0. */
function finish(sums: usize, entry: usize, units: i32, first: usize, isMeasured: bool): f32 {
  const state = word(entry, 1) + first;
  const inverse = word(entry, 6);
  const lower = word(entry, 7);
  const upper = word(entry, 8);
  const mask = word(entry, 9);
  const whole = <usize>(units & ~3) << 2;
  let largest = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const old = v128.load(state + i);
    const open = f32x4.mul(v128.load(sums + i), v128.load(inverse + i));
    let moved = f32x4.pmin(f32x4.pmax(open, v128.load(lower + i)), v128.load(upper + i));
    if (mask) moved = f32x4.mul(moved, v128.load(mask + first + i));
    v128.store(state + i, moved);
    // Where it is not finite, open - open is NaN, which max hands on.
    if (isMeasured) largest = f32x4.max(largest, f32x4.add(f32x4.abs(f32x4.sub(moved, old)), f32x4.sub(open, open)));
  }
  let worst = max<f32>(
    max<f32>(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max<f32>(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
  for (; i < <usize>units << 2; i += 4) {
    const old = load<f32>(state + i);
    const open: f32 = load<f32>(sums + i) * load<f32>(inverse + i);
    const low = load<f32>(lower + i);
    const high = load<f32>(upper + i);
    let moved: f32 = open < low ? low : open > high ? high : open;
    if (mask) moved = moved * load<f32>(mask + first + i);
    store<f32>(state + i, moved);
    if (isMeasured) worst = max<f32>(worst, abs<f32>(moved - old) + (open - open));
  }
  return worst;
}

/**
 * out [rows, half], in panels = columns 0 .. half - 1 of panels [rows, 2 half] less columns half ..
 * 2 half - 1.
 */
export function subtractHalves(
  out: usize, panels: usize, half: i32, depthOut: i32, depth: i32, panelFrom: i32, panelTo: i32,
): void {
  const behind = <usize>half << 5;
  for (let p = panelFrom; p < panelTo; p++) {
    let w = panels + ((<usize>p * <usize>depth) << 5);
    let to = out + ((<usize>p * <usize>depthOut) << 5);
    for (const end = w + behind; w < end; w += 32, to += 32) {
      v128.store(to, f32x4.sub(v128.load(w), v128.load(w + behind)));
      v128.store(to, f32x4.sub(v128.load(w, 16), v128.load(w + behind, 16)), 16);
    }
  }
}

/**
 * Panels panelFrom .. panelTo - 1 clipped to lowest .. highest, padding left alone; sums[row] = the
 * row's sum.
 */
export function boundPanels(
  panels: usize, sums: usize, rows: i32, cols: i32, depth: i32,
  panelFrom: i32, panelTo: i32, lowest: f32, highest: f32,
): void {
  const low = f32x4.splat(lowest);
  const high = f32x4.splat(highest);
  for (let p = panelFrom; p < panelTo; p++) {
    let w = panels + ((<usize>p * <usize>depth) << 5);
    const to = sums + (<usize>p << 5);
    const width = min(8, rows - 8 * p);
    if (width < 8) {
      for (let j = 0; j < width; j++) boundRow(w + (<usize>j << 2), to + (<usize>j << 2), cols, lowest, highest);
      continue;
    }
    let s0 = f32x4.splat(0);
    let s1 = s0;
    for (let k = 0; k < cols; k++) {
      const w0 = f32x4.pmin(f32x4.pmax(v128.load(w), low), high);
      const w1 = f32x4.pmin(f32x4.pmax(v128.load(w, 16), low), high);
      v128.store(w, w0);
      v128.store(w, w1, 16);
      s0 = f32x4.add(s0, w0);
      s1 = f32x4.add(s1, w1);
      w += 32;
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
  }
}

function boundRow(w: usize, to: usize, cols: i32, lowest: f32, highest: f32): void {
  let sum: f32 = 0;
  for (let k = 0; k < cols; k++) {
    const old = load<f32>(w);
    const value: f32 = old < lowest ? lowest : old > highest ? highest : old;
    store<f32>(w, value);
    sum = sum + value;
    w += 32;
  }
  store<f32>(to, sum);
}

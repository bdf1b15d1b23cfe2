// out = A . W^T with W in panels of 8 rows (post units): panel p holds W[8p .. 8p+7][k], k-major, 32 bytes a k.
// A is packed four rows (images) at a time, listing only the k at which one of the four is non-zero.
// Every output is one accumulator summed in rising k, so the bits do not depend on how panels are shared out.

import { madd } from './madd';

const PANEL_BYTES: usize = 32;

/**
 * Packs groups groupFrom .. groupTo - 1 of four rows of `a` [rows, cols], columns from .. to - 1.
 * counts[g] = entries of group g; indices = byte offset k * 32 into a panel; values = 4 floats an entry.
 * Group g's lists start at entry g * cols.
 */
export function packRows(
  counts: usize,
  indices: usize,
  values: usize,
  a: usize,
  rows: i32,
  cols: i32,
  from: i32,
  to: i32,
  groupFrom: i32,
  groupTo: i32,
): void {
  for (let g = groupFrom; g < groupTo; g++) {
    const row = a + ((<usize>(4 * g * cols)) << 2);
    const stride = (<usize>cols) << 2;
    const live = min(4, rows - 4 * g);
    let index = indices + ((<usize>(g * cols)) << 2);
    let value = values + ((<usize>(g * cols)) << 4);
    let count = 0;
    for (let k = from; k < to; k++) {
      const at = row + ((<usize>k) << 2);
      const v0 = load<f32>(at);
      const v1 = live > 1 ? load<f32>(at + stride) : <f32>0;
      const v2 = live > 2 ? load<f32>(at + 2 * stride) : <f32>0;
      const v3 = live > 3 ? load<f32>(at + 3 * stride) : <f32>0;
      if (v0 == 0 && v1 == 0 && v2 == 0 && v3 == 0) continue;
      store<u32>(index, <u32>k * <u32>PANEL_BYTES);
      store<f32>(value, v0);
      store<f32>(value, v1, 4);
      store<f32>(value, v2, 8);
      store<f32>(value, v3, 12);
      index += 4;
      value += 16;
      count++;
    }
    store<i32>(counts + ((<usize>g) << 2), count);
  }
}

/**
 * out[rows, outCols] = packed A times panels panelFrom .. panelTo - 1. `cols` = columns of A; a panel is `depth`
 * >= cols deep (an even number, so that panels are whole blocks of 16 floats).
 * A tile of 4 images x 8 units has 8 accumulators, 2 loads of W and 4 splats: what 16 registers hold.
 */
export function multiply(
  out: usize,
  rows: i32,
  outCols: i32,
  panels: usize,
  cols: i32,
  depth: i32,
  panelFrom: i32,
  panelTo: i32,
  counts: usize,
  indices: usize,
  values: usize,
): void {
  const groups = (rows + 3) >> 2;
  const stride = (<usize>outCols) << 2;
  for (let p = panelFrom; p < panelTo; p++) {
    const panel = panels + <usize>p * <usize>depth * PANEL_BYTES;
    const width = min(8, outCols - 8 * p);
    for (let g = 0; g < groups; g++) {
      let index = indices + ((<usize>(g * cols)) << 2);
      let value = values + ((<usize>(g * cols)) << 4);
      const end = index + ((<usize>load<i32>(counts + ((<usize>g) << 2))) << 2);
      let c00 = f32x4.splat(0);
      let c01 = c00;
      let c10 = c00;
      let c11 = c00;
      let c20 = c00;
      let c21 = c00;
      let c30 = c00;
      let c31 = c00;
      while (index < end) {
        const at = panel + <usize>load<u32>(index);
        const w0 = v128.load(at);
        const w1 = v128.load(at, 16);
        const a0 = v128.load_splat<f32>(value);
        c00 = madd(a0, w0, c00);
        c01 = madd(a0, w1, c01);
        const a1 = v128.load_splat<f32>(value, 4);
        c10 = madd(a1, w0, c10);
        c11 = madd(a1, w1, c11);
        const a2 = v128.load_splat<f32>(value, 8);
        c20 = madd(a2, w0, c20);
        c21 = madd(a2, w1, c21);
        const a3 = v128.load_splat<f32>(value, 12);
        c30 = madd(a3, w0, c30);
        c31 = madd(a3, w1, c31);
        index += 4;
        value += 16;
      }
      const live = min(4, rows - 4 * g);
      let at = out + <usize>(4 * g) * stride + ((<usize>p) << 5);
      storeRow(at, c00, c01, width);
      if (live > 1) storeRow((at += stride), c10, c11, width);
      if (live > 2) storeRow((at += stride), c20, c21, width);
      if (live > 3) storeRow((at += stride), c30, c31, width);
    }
  }
}

function storeRow(at: usize, low: v128, high: v128, width: i32): void {
  if (width == 8) {
    v128.store(at, low);
    v128.store(at, high, 16);
    return;
  }
  store<f32>(at, f32x4.extract_lane(low, 0));
  if (width > 1) store<f32>(at, f32x4.extract_lane(low, 1), 4);
  if (width > 2) store<f32>(at, f32x4.extract_lane(low, 2), 8);
  if (width > 3) store<f32>(at, f32x4.extract_lane(low, 3), 12);
  if (width > 4) store<f32>(at, f32x4.extract_lane(high, 0), 16);
  if (width > 5) store<f32>(at, f32x4.extract_lane(high, 1), 20);
  if (width > 6) store<f32>(at, f32x4.extract_lane(high, 2), 24);
}

/**
 * The same product from rows packed one by one (`packSingles`): entries are fewer, each is used for one image, and four
 * panels are walked side by side. Wins where an image's non-zeros are not its neighbours'. Same sums in the same order.
 */
export function multiplySingles(
  out: usize,
  rows: i32,
  outCols: i32,
  panels: usize,
  cols: i32,
  depth: i32,
  panelFrom: i32,
  panelTo: i32,
  counts: usize,
  indices: usize,
  values: usize,
): void {
  const panelBytes = <usize>depth * PANEL_BYTES;
  const stride = <usize>outCols << 2;
  let p = panelFrom;
  for (; p + 4 <= panelTo && 8 * p + 32 <= outCols; p += 4) {
    const p0 = panels + <usize>p * panelBytes;
    const p1 = p0 + panelBytes;
    const p2 = p1 + panelBytes;
    const p3 = p2 + panelBytes;
    for (let row = 0; row < rows; row++) {
      let index = indices + (<usize>(row * cols) << 2);
      let value = values + (<usize>(row * cols) << 2);
      const end = index + (<usize>load<i32>(counts + (<usize>row << 2)) << 2);
      let c0 = f32x4.splat(0);
      let c1 = c0;
      let c2 = c0;
      let c3 = c0;
      let c4 = c0;
      let c5 = c0;
      let c6 = c0;
      let c7 = c0;
      while (index < end) {
        const at = <usize>load<u32>(index);
        const a = v128.load_splat<f32>(value);
        c0 = madd(a, v128.load(p0 + at), c0);
        c1 = madd(a, v128.load(p0 + at, 16), c1);
        c2 = madd(a, v128.load(p1 + at), c2);
        c3 = madd(a, v128.load(p1 + at, 16), c3);
        c4 = madd(a, v128.load(p2 + at), c4);
        c5 = madd(a, v128.load(p2 + at, 16), c5);
        c6 = madd(a, v128.load(p3 + at), c6);
        c7 = madd(a, v128.load(p3 + at, 16), c7);
        index += 4;
        value += 4;
      }
      const to = out + <usize>row * stride + (<usize>p << 5);
      v128.store(to, c0);
      v128.store(to, c1, 16);
      v128.store(to, c2, 32);
      v128.store(to, c3, 48);
      v128.store(to, c4, 64);
      v128.store(to, c5, 80);
      v128.store(to, c6, 96);
      v128.store(to, c7, 112);
    }
  }
  for (; p < panelTo; p++) {
    const panel = panels + <usize>p * panelBytes;
    for (let row = 0; row < rows; row++) {
      let index = indices + (<usize>(row * cols) << 2);
      let value = values + (<usize>(row * cols) << 2);
      const end = index + (<usize>load<i32>(counts + (<usize>row << 2)) << 2);
      let c0 = f32x4.splat(0);
      let c1 = c0;
      while (index < end) {
        const at = panel + <usize>load<u32>(index);
        const a = v128.load_splat<f32>(value);
        c0 = madd(a, v128.load(at), c0);
        c1 = madd(a, v128.load(at, 16), c1);
        index += 4;
        value += 4;
      }
      storeRow(out + <usize>row * stride + (<usize>p << 5), c0, c1, min(8, outCols - 8 * p));
    }
  }
}

/** Packs each of rows rowFrom .. rowTo - 1 of `a` by itself: lists of row r start at entry r * cols. */
export function packSingles(
  counts: usize,
  indices: usize,
  values: usize,
  a: usize,
  cols: i32,
  from: i32,
  to: i32,
  rowFrom: i32,
  rowTo: i32,
): i32 {
  let total = 0;
  for (let row = rowFrom; row < rowTo; row++) {
    const first = <usize>(row * cols) << 2;
    let index = indices + first;
    let value = values + first;
    for (let k = from; k < to; k++) {
      const v = load<f32>(a + first + (<usize>k << 2));
      // Written always, kept where it is not zero: no branch to guess.
      store<u32>(index, <u32>k * <u32>PANEL_BYTES);
      store<f32>(value, v);
      const step: usize = v != 0 ? 4 : 0;
      index += step;
      value += step;
    }
    const count = <i32>((index - indices - first) >> 2);
    store<i32>(counts + (<usize>row << 2), count);
    total += count;
  }
  return total;
}

// panels += post^T . pre: the weight update, added to the panels in place, row after row of the
// batch; no gradient matrix is stored. Units and pixels that are zero in the whole batch are
// skipped; in `accumulateSingles`, in each image.

import { madd } from './madd';
import { chunksOf } from './packing';

const PANEL_BYTES: usize = 32;

/**
 * out[p][b][8] = scale * a[b][8p .. 8p+7] (zero beyond cols); flags[p] = 1 where any of them is
 * non-zero.
 */
export function packColumns(out: usize, flags: usize, a: usize, rows: i32, cols: i32, scale: f32): void {
  const panels = (cols + 7) >> 3;
  const scales = f32x4.splat(scale);
  memory.fill(flags, 0, <usize>panels << 2);
  for (let b = 0; b < rows; b++) {
    const row = a + (<usize>(b * cols) << 2);
    for (let p = 0; p < panels; p++) {
      const from = row + (<usize>p << 5);
      const to = out + <usize>(p * rows + b) * PANEL_BYTES;
      const width = cols - 8 * p;
      let low: v128;
      let high: v128;
      if (width >= 8) {
        low = f32x4.mul(scales, v128.load(from));
        high = f32x4.mul(scales, v128.load(from, 16));
        v128.store(to, low);
        v128.store(to, high, 16);
      } else {
        for (let j = 0; j < 8; j++) {
          store<f32>(to + (<usize>j << 2), j < width ? load<f32>(from + (<usize>j << 2)) * scale : <f32>0);
        }
        low = v128.load(to);
        high = v128.load(to, 16);
      }
      if (isAny(low, high)) store<i32>(flags + (<usize>p << 2), 1);
    }
  }
}

@inline
function isAny(low: v128, high: v128): bool {
  return v128.any_true(v128.or(f32x4.ne(low, f32x4.splat(0)), f32x4.ne(high, f32x4.splat(0))));
}

/**
 * Lists the groups of four columns of `a` [rows, cols] in which anything is non-zero; returns how
 * many.
 */
export function activeGroups(list: usize, a: usize, rows: i32, cols: i32): i32 {
  const groups = (cols + 3) >> 2;
  let count = 0;
  for (let g = 0; g < groups; g++) {
    const width = min(4, cols - 4 * g);
    let any = false;
    for (let b = 0; b < rows && !any; b++) {
      const at = a + ((<usize>(b * cols + 4 * g)) << 2);
      for (let j = 0; j < width; j++) if (load<f32>(at + ((<usize>j) << 2)) != 0) any = true;
    }
    if (!any) continue;
    store<i32>(list + ((<usize>count) << 2), g);
    count++;
  }
  return count;
}

/**
 * panel p[k][8] += sum_b pre[b][k] * post[p][b][8] for the flagged panels of panelFrom .. panelTo -
 * 1 and the listed groups of columns. `panels` points at panel `first`.
 */
export function accumulateOuter(
  panels: usize,
  cols: i32,
  depth: i32,
  first: i32,
  panelFrom: i32,
  panelTo: i32,
  post: usize,
  flags: usize,
  pre: usize,
  rows: i32,
  list: usize,
  listed: i32,
): void {
  const stride = (<usize>cols) << 2;
  for (let p = panelFrom; p < panelTo; p++) {
    if (load<i32>(flags + ((<usize>p) << 2)) == 0) continue;
    const panel = panels + <usize>(p - first) * <usize>depth * PANEL_BYTES;
    const postPanel = post + <usize>(p * rows) * PANEL_BYTES;
    for (let t = 0; t < listed; t++) {
      const k = 4 * load<i32>(list + ((<usize>t) << 2));
      if (k + 4 > cols) {
        for (let j = k; j < cols; j++)
          addColumn(panel + <usize>j * PANEL_BYTES, postPanel, pre + ((<usize>j) << 2), rows, stride);
        continue;
      }
      const w = panel + <usize>k * PANEL_BYTES;
      let c00 = v128.load(w);
      let c01 = v128.load(w, 16);
      let c10 = v128.load(w, 32);
      let c11 = v128.load(w, 48);
      let c20 = v128.load(w, 64);
      let c21 = v128.load(w, 80);
      let c30 = v128.load(w, 96);
      let c31 = v128.load(w, 112);
      let d = postPanel;
      let x = pre + ((<usize>k) << 2);
      for (let b = 0; b < rows; b++) {
        const d0 = v128.load(d);
        const d1 = v128.load(d, 16);
        const x0 = v128.load_splat<f32>(x);
        c00 = madd(x0, d0, c00);
        c01 = madd(x0, d1, c01);
        const x1 = v128.load_splat<f32>(x, 4);
        c10 = madd(x1, d0, c10);
        c11 = madd(x1, d1, c11);
        const x2 = v128.load_splat<f32>(x, 8);
        c20 = madd(x2, d0, c20);
        c21 = madd(x2, d1, c21);
        const x3 = v128.load_splat<f32>(x, 12);
        c30 = madd(x3, d0, c30);
        c31 = madd(x3, d1, c31);
        d += PANEL_BYTES;
        x += stride;
      }
      v128.store(w, c00);
      v128.store(w, c01, 16);
      v128.store(w, c10, 32);
      v128.store(w, c11, 48);
      v128.store(w, c20, 64);
      v128.store(w, c21, 80);
      v128.store(w, c30, 96);
      v128.store(w, c31, 112);
    }
  }
}

/**
 * The same sums in the same order from pre packed row by row (kind 1 of packing.ts): each image
 * adds its own non-zero pixels to the panels in which it has a non-zero unit, and only to the half
 * with one where the other has none. A chunk of columns at a time, so that the weights stay in the
 * first cache while all images pass.
 */
export function accumulateSingles(
  panels: usize, cols: i32, depth: i32, first: i32, panelFrom: i32, panelTo: i32, post: usize, flags: usize, rows: i32,
  starts: usize, indices: usize, values: usize,
): void {
  const chunks = chunksOf(cols);
  for (let p = panelFrom; p < panelTo; p++) {
    if (load<i32>(flags + (<usize>p << 2)) == 0) continue;
    const panel = panels + <usize>(p - first) * <usize>depth * PANEL_BYTES;
    for (let chunk = 0; chunk < chunks; chunk++) {
      for (let b = 0; b < rows; b++) {
        const d = post + <usize>(p * rows + b) * PANEL_BYTES;
        const low = v128.load(d);
        const high = v128.load(d, 16);
        const isLow = v128.any_true(f32x4.ne(low, f32x4.splat(0)));
        const isHigh = v128.any_true(f32x4.ne(high, f32x4.splat(0)));
        if (!isLow && !isHigh) continue;
        const list = <usize>(b * cols) << 2;
        const start = starts + (<usize>(b * (chunks + 1) + chunk) << 2);
        const from = list + (<usize>load<i32>(start) << 2);
        const end = indices + list + (<usize>load<i32>(start, 4) << 2);
        if (isLow && isHigh) addBoth(panel, indices + from, end, values + from, low, high);
        else if (isLow) addHalf(panel, indices + from, end, values + from, low);
        else addHalf(panel + 16, indices + from, end, values + from, high);
      }
    }
  }
}

@inline
function addBoth(panel: usize, index: usize, end: usize, value: usize, low: v128, high: v128): void {
  for (; index < end; index += 4, value += 4) {
    const w = panel + <usize>load<u32>(index);
    const x = v128.load_splat<f32>(value);
    v128.store(w, madd(x, low, v128.load(w)));
    v128.store(w, madd(x, high, v128.load(w, 16)), 16);
  }
}

@inline
function addHalf(panel: usize, index: usize, end: usize, value: usize, half: v128): void {
  for (; index < end; index += 4, value += 4) {
    const w = panel + <usize>load<u32>(index);
    v128.store(w, madd(v128.load_splat<f32>(value), half, v128.load(w)));
  }
}

function addColumn(w: usize, post: usize, x: usize, rows: i32, stride: usize): void {
  let c0 = v128.load(w);
  let c1 = v128.load(w, 16);
  for (let b = 0; b < rows; b++) {
    const x0 = v128.load_splat<f32>(x);
    c0 = madd(x0, v128.load(post), c0);
    c1 = madd(x0, v128.load(post, 16), c1);
    post += PANEL_BYTES;
    x += stride;
  }
  v128.store(w, c0);
  v128.store(w, c1, 16);
}

/**
 * out = panels of W^T from panels of W [rows, cols]; each padded to an even depth; panels outFrom
 * .. outTo - 1 of it. Blocks of 8 x 8 go through registers; in each panel of W the block is two
 * lines of 16 bytes a column.
 */
export function transposePanels(out: usize, panels: usize, rows: i32, cols: i32, outFrom: i32, outTo: i32): void {
  const outDepth = rows + (rows & 1);
  const depth = cols + (cols & 1);
  for (let q = outFrom; q < outTo; q++) {
    const width = min(8, cols - 8 * q);
    for (let n = 0; n < rows; n += 8) {
      const to = out + <usize>(q * outDepth + n) * PANEL_BYTES;
      const from = panels + (<usize>(n >> 3) * <usize>depth + <usize>(8 * q)) * PANEL_BYTES;
      const height = min(8, rows - n);
      if (width == 8 && height == 8) {
        transposeBlock(to, from);
        transposeBlock(to + 16, from + 4 * PANEL_BYTES);
        continue;
      }
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < 8; j++) {
          const v = j < width ? load<f32>(from + <usize>j * PANEL_BYTES + (<usize>i << 2)) : <f32>0;
          store<f32>(to + <usize>i * PANEL_BYTES + (<usize>j << 2), v);
        }
      }
    }
  }
}

/** Eight rows of 4 from four columns of 8. */
@inline
function transposeBlock(to: usize, from: usize): void {
  for (let half: usize = 0; half < 32; half += 16) {
    const a = v128.load(from + half);
    const b = v128.load(from + half, 32);
    const c = v128.load(from + half, 64);
    const d = v128.load(from + half, 96);
    const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const cd2 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const at = to + (half << 3);
    v128.store(at, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    v128.store(at, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
    v128.store(at, v128.shuffle<f32>(ab2, cd2, 0, 1, 4, 5), 64);
    v128.store(at, v128.shuffle<f32>(ab2, cd2, 2, 3, 6, 7), 96);
  }
}

// out = A . W^T for few units: rows as they are, since to find their zeros costs more than to
// multiply by them. Sums run in rising column order, as in product.ts, so the bits are the same.

import { madd } from './madd';
import { storeLow, storeRow } from './part-rows';

const PANEL_BYTES: usize = 32;

/**
 * Row groups groupFrom .. groupTo - 1, four rows each, of out [rows, units] = A [rows, cols] .
 * panels^T.
 */
export function multiplyFew(
  out: usize, a: usize, rows: i32, cols: i32, panels: usize, units: i32, depth: i32, groupFrom: i32, groupTo: i32,
): void {
  const stride = <usize>units << 2;
  for (let row = 4 * groupFrom; row < min(4 * groupTo, rows); row += 4) {
    const live = min(4, rows - row);
    let panel = panels;
    for (let unit = 0; unit < units; unit += 8) {
      const to = out + <usize>row * stride + (<usize>unit << 2);
      const from = a + (<usize>(row * cols) << 2);
      if (units - unit > 4) addEight(to, stride, from, cols, panel, live, units - unit);
      else addFour(to, stride, from, cols, panel, live, units - unit);
      panel += <usize>depth * PANEL_BYTES;
    }
  }
}

/** Bytes from the first of four rows to another; 0 where only `live` are there. */
@inline
function behind(rows: i32, live: i32, row: usize): usize {
  return live > rows ? <usize>rows * row : 0;
}

/** Four rows x 8 units. Rows that there are not repeat the first and are not stored. */
function addEight(to: usize, stride: usize, a: usize, cols: i32, panel: usize, live: i32, width: i32): void {
  const row = <usize>cols << 2;
  const a1 = behind(1, live, row);
  const a2 = behind(2, live, row);
  const a3 = behind(3, live, row);
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  for (const end = a + row; a < end; a += 4, panel += PANEL_BYTES) {
    const low = v128.load(panel);
    const high = v128.load(panel, 16);
    const x0 = v128.load_splat<f32>(a);
    c00 = madd(x0, low, c00);
    c01 = madd(x0, high, c01);
    const x1 = v128.load_splat<f32>(a + a1);
    c10 = madd(x1, low, c10);
    c11 = madd(x1, high, c11);
    const x2 = v128.load_splat<f32>(a + a2);
    c20 = madd(x2, low, c20);
    c21 = madd(x2, high, c21);
    const x3 = v128.load_splat<f32>(a + a3);
    c30 = madd(x3, low, c30);
    c31 = madd(x3, high, c31);
  }
  storeRow(to, c00, c01, width);
  if (live > 1) storeRow(to + stride, c10, c11, width);
  if (live > 2) storeRow(to + 2 * stride, c20, c21, width);
  if (live > 3) storeRow(to + 3 * stride, c30, c31, width);
}

/** Four rows x up to 4 units. */
function addFour(to: usize, stride: usize, a: usize, cols: i32, panel: usize, live: i32, width: i32): void {
  const row = <usize>cols << 2;
  const a1 = behind(1, live, row);
  const a2 = behind(2, live, row);
  const a3 = behind(3, live, row);
  const none = f32x4.splat(0);
  let c0 = none;
  let c1 = none;
  let c2 = none;
  let c3 = none;
  for (const end = a + row; a < end; a += 4, panel += PANEL_BYTES) {
    const low = v128.load(panel);
    c0 = madd(v128.load_splat<f32>(a), low, c0);
    c1 = madd(v128.load_splat<f32>(a + a1), low, c1);
    c2 = madd(v128.load_splat<f32>(a + a2), low, c2);
    c3 = madd(v128.load_splat<f32>(a + a3), low, c3);
  }
  storeLow(to, c0, width);
  if (live > 1) storeLow(to + stride, c1, width);
  if (live > 2) storeLow(to + 2 * stride, c2, width);
  if (live > 3) storeLow(to + 3 * stride, c3, width);
}

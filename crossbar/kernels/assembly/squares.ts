// Squared drives, for the variance of a read: what `pack` made, its values squared in place.

import { chunksOf } from './packing';

/** Squares the values of packed rows, `rows` in all: groups groupFrom .. groupTo - 1 of four. */
export function squareValues(
  kinds: usize, starts: usize, values: usize, rows: i32, cols: i32, groupFrom: i32, groupTo: i32,
): void {
  const columns = chunksOf(cols) + 1;
  for (let row = 4 * groupFrom; row < min(4 * groupTo, rows); row++) {
    const isSingle = load<i32>(kinds + (<usize>(row >> 2) << 2)) == 1;
    if (!isSingle && (row & 3) != 0) continue;
    const entries = load<i32>(starts + (<usize>((row + 1) * columns - 1) << 2));
    let at = values + (<usize>(row * cols) << 2);
    const end = at + (<usize>(isSingle ? entries : 4 * entries) << 2);
    for (; at + 16 <= end; at += 16) {
      const four = v128.load(at);
      v128.store(at, f32x4.mul(four, four));
    }
    for (; at < end; at += 4) store<f32>(at, load<f32>(at) * load<f32>(at));
  }
}

// Squared drives, for the variance of a read.

import { chunksOf } from './packing';

/**
 * squares = the values of packed rows, squared, `rows` in all: groups groupFrom .. groupTo - 1 of
 * four; in place if need be.
 */
export function squareValues(
  squares: usize, kinds: usize, starts: usize, values: usize, rows: i32, cols: i32, groupFrom: i32, groupTo: i32,
): void {
  const columns = chunksOf(cols) + 1;
  for (let row = 4 * groupFrom; row < min(4 * groupTo, rows); row++) {
    const isSingle = load<i32>(kinds + (<usize>(row >> 2) << 2)) == 1;
    if (!isSingle && (row & 3) != 0) continue;
    const entries = load<i32>(starts + (<usize>((row + 1) * columns - 1) << 2));
    let at = <usize>(row * cols) << 2;
    const end = at + (<usize>(isSingle ? entries : 4 * entries) << 2);
    for (; at + 16 <= end; at += 16) {
      const four = v128.load(values + at);
      v128.store(squares + at, f32x4.mul(four, four));
    }
    for (; at < end; at += 4) store<f32>(squares + at, load<f32>(values + at) * load<f32>(values + at));
  }
}

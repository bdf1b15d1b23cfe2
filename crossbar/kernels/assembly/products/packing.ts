// Rows without their zeros, as the products read them. Four rows are a group: where more than a
// quarter of a sample of theirs is zero, or fewer than four are left, each row has a list of its
// own (kind 1), else the group has one of the columns at which any of the four is not zero (kind
// 0). Lists of row r begin at entry r * cols of `indices` and `values`, those of a group at its
// first row. starts[r][c] = entries of row r before chunk c of CHUNK columns; starts[r][last] = all
// of them.

const PANEL_BYTES: usize = 32;
/**
 * Columns whose weights in three panels side by side, 96 B x 256 = 24 KiB, stay in a first cache of
 * 32 KiB.
 */
export const CHUNK: i32 = 256;

/**
 * For each set of marks of four floats the bytes that bring the marked ones to the front, in their
 * order.
 */
const front: usize = memory.data<i32>([
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x03020100, 0x03020100, 0x03020100,
  0x07060504, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x03020100, 0x03020100,
  0x0b0a0908, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x0b0a0908, 0x03020100, 0x03020100,
  0x07060504, 0x0b0a0908, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x0b0a0908, 0x03020100,
  0x0f0e0d0c, 0x03020100, 0x03020100, 0x03020100,
  0x03020100, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x07060504, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x03020100, 0x07060504, 0x0f0e0d0c, 0x03020100,
  0x0b0a0908, 0x0f0e0d0c, 0x03020100, 0x03020100,
  0x03020100, 0x0b0a0908, 0x0f0e0d0c, 0x03020100,
  0x07060504, 0x0b0a0908, 0x0f0e0d0c, 0x03020100,
  0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c,
]);

/** Chunks of a list, one where it is empty. */
@inline
export function chunksOf(cols: i32): i32 {
  return max(1, (cols + CHUNK - 1) / CHUNK);
}

/**
 * Packs groups groupFrom .. groupTo - 1 of `a` [rows, cols], columns from .. to - 1, into lists
 * `stride` apart; where `lastInput` is not 0 what differs from it by more than `threshold`, up to
 * which it is then brought. `isSingle` != 0: every row by itself. Returns the values that a product
 * reads.
 */
export function pack(
  kinds: usize, starts: usize, indices: usize, values: usize, a: usize, lastInput: usize, rows: i32, cols: i32, stride: i32,
  from: i32, to: i32, threshold: f32, isSingle: i32, groupFrom: i32, groupTo: i32,
): i32 {
  let total = 0;
  for (let g = groupFrom; g < groupTo; g++) {
    const row = 4 * g;
    const live = min(4, rows - row);
    let entries = 0;
    const isAlone = isSingle != 0 || live < 4;
    if (!isAlone) for (let j = 0; j < 4; j++) entries += countRow(a, lastInput, row + j, cols, from, to, threshold);
    const isSingle = isAlone || entries < 3 * sampled(from, to);
    store<i32>(kinds + (<usize>g << 2), isSingle ? 1 : 0);
    if (isSingle) {
      for (let j = 0; j < live; j++) total += packRow(starts, indices, values, a, lastInput, row + j, cols, stride, from, to, threshold);
    } else {
      total += 4 * packGroup(starts, indices, values, a, lastInput, row, cols, stride, from, to, threshold);
    }
    if (lastInput) for (let j = 0; j < live; j++) follow(a, lastInput, row + j, cols, from, to, threshold);
  }
  return total;
}

/**
 * How many of the elements of a row that `sampled` counts are to be packed: four of every sixteen.
 */
function countRow(a: usize, lastInput: usize, row: i32, cols: i32, from: i32, to: i32, threshold: f32): i32 {
  const first = <usize>(row * cols) << 2;
  let counts = i32x4.splat(0);
  for (let k = from; k + 4 <= to; k += 16) {
    // Where it is true, a lane is -1.
    counts = i32x4.sub(counts, marked(fourAt(a, lastInput, first + (<usize>k << 2), threshold)));
  }
  return (
    (i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 1)) +
    (i32x4.extract_lane(counts, 2) + i32x4.extract_lane(counts, 3))
  );
}

/** Elements of columns from .. to - 1 that `countRow` looks at. */
@inline
function sampled(from: i32, to: i32): i32 {
  return ((to - from + 12) >> 4) << 2;
}

function packRow(
  starts: usize, indices: usize, values: usize, a: usize, lastInput: usize, row: i32, cols: i32, stride: i32, from: i32, to: i32,
  threshold: f32,
): i32 {
  const first = <usize>(row * cols) << 2;
  const list = <usize>(row * stride) << 2;
  const chunks = chunksOf(stride);
  let start = starts + (<usize>(row * (chunks + 1)) << 2);
  let index = indices + list;
  let value = values + list;
  for (let chunk = 0; chunk < chunks; chunk++, start += 4) {
    store<i32>(start, <i32>((index - indices - list) >> 2));
    const end = min(from + (chunk + 1) * CHUNK, to);
    let k = from + chunk * CHUNK;
    for (; k + 4 <= end; k += 4) {
      const four = fourAt(a, lastInput, first + (<usize>k << 2), threshold);
      const marks = i32x4.bitmask(marked(four));
      // Pixels and resting units come in runs.
      if (marks == 0) continue;
      // Four are written always, the marked ones first and they alone kept: no branch to guess.
      const order = v128.load(front + (<usize>marks << 4));
      v128.store(index, i8x16.swizzle(i32x4.add(i32x4.splat(k * <i32>PANEL_BYTES), i32x4(0, 32, 64, 96)), order));
      v128.store(value, i8x16.swizzle(four, order));
      const step = <usize>popcnt(marks) << 2;
      index += step;
      value += step;
    }
    for (; k < end; k++) {
      const v = valueAt(a, lastInput, first + (<usize>k << 2), threshold);
      if (v == 0) continue;
      store<u32>(index, <u32>k * <u32>PANEL_BYTES);
      store<f32>(value, v);
      index += 4;
      value += 4;
    }
  }
  const count = <i32>((index - indices - list) >> 2);
  store<i32>(start, count);
  return count;
}

function packGroup(
  starts: usize, indices: usize, values: usize, a: usize, lastInput: usize, row: i32, cols: i32, stride: i32, from: i32, to: i32,
  threshold: f32,
): i32 {
  const first = <usize>(row * cols) << 2;
  const next = <usize>cols << 2;
  const list = <usize>(row * stride) << 2;
  const chunks = chunksOf(stride);
  let start = starts + (<usize>(row * (chunks + 1)) << 2);
  let index = indices + list;
  let value = values + list;
  for (let chunk = 0; chunk < chunks; chunk++, start += 4) {
    store<i32>(start, <i32>((index - indices - list) >> 2));
    const end = min(from + (chunk + 1) * CHUNK, to);
    let k = from + chunk * CHUNK;
    for (; k + 4 <= end; k += 4) {
      const at = first + (<usize>k << 2);
      const r0 = fourAt(a, lastInput, at, threshold);
      const r1 = fourAt(a, lastInput, at + next, threshold);
      const r2 = fourAt(a, lastInput, at + 2 * next, threshold);
      const r3 = fourAt(a, lastInput, at + 3 * next, threshold);
      const marks = i32x4.bitmask(v128.or(v128.or(marked(r0), marked(r1)), v128.or(marked(r2), marked(r3))));
      if (marks == 0) continue;
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      // Each column is written, and kept where it is marked.
      const offset = <u32>k * <u32>PANEL_BYTES;
      let mark = <usize>marks & 1;
      store<u32>(index, offset);
      v128.store(value, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      index += mark << 2;
      value += mark << 4;
      mark = <usize>(marks >> 1) & 1;
      store<u32>(index, offset + <u32>PANEL_BYTES);
      v128.store(value, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      index += mark << 2;
      value += mark << 4;
      mark = <usize>(marks >> 2) & 1;
      store<u32>(index, offset + 2 * <u32>PANEL_BYTES);
      v128.store(value, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      index += mark << 2;
      value += mark << 4;
      mark = <usize>marks >> 3;
      store<u32>(index, offset + 3 * <u32>PANEL_BYTES);
      v128.store(value, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
      index += mark << 2;
      value += mark << 4;
    }
    for (; k < end; k++) {
      const at = first + (<usize>k << 2);
      const v0 = valueAt(a, lastInput, at, threshold);
      const v1 = valueAt(a, lastInput, at + next, threshold);
      const v2 = valueAt(a, lastInput, at + 2 * next, threshold);
      const v3 = valueAt(a, lastInput, at + 3 * next, threshold);
      if (v0 == 0 && v1 == 0 && v2 == 0 && v3 == 0) continue;
      store<u32>(index, <u32>k * <u32>PANEL_BYTES);
      v128.store(value, f32x4.replace_lane(f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(v0), 1, v1), 2, v2), 3, v3));
      index += 4;
      value += 16;
    }
  }
  const count = <i32>((index - indices - list) >> 2);
  store<i32>(start, count);
  return count;
}

/** Brings what was seen of a row up to what was packed. */
function follow(a: usize, lastInput: usize, row: i32, cols: i32, from: i32, to: i32, threshold: f32): void {
  const end = <usize>(row * cols + to) << 2;
  let at = <usize>(row * cols + from) << 2;
  for (; at + 16 <= end; at += 16) {
    const isPacked = marked(fourAt(a, lastInput, at, threshold));
    v128.store(lastInput + at, v128.bitselect(v128.load(a + at), v128.load(lastInput + at), isPacked));
  }
  for (; at < end; at += 4) if (valueAt(a, lastInput, at, threshold) != 0) store<f32>(lastInput + at, load<f32>(a + at));
}

@inline
function valueAt(a: usize, lastInput: usize, at: usize, threshold: f32): f32 {
  const v = load<f32>(a + at);
  if (!lastInput) return v;
  const change: f32 = v - load<f32>(lastInput + at);
  // What is not a number is no quiet change.
  return abs<f32>(change) <= threshold ? 0 : change;
}

/** The same of four. */
@inline
function fourAt(a: usize, lastInput: usize, at: usize, threshold: f32): v128 {
  const four = v128.load(a + at);
  if (!lastInput) return four;
  const change = f32x4.sub(four, v128.load(lastInput + at));
  return v128.andnot(change, f32x4.le(f32x4.abs(change), f32x4.splat(threshold)));
}

@inline
function marked(four: v128): v128 {
  return f32x4.ne(four, f32x4.splat(0));
}

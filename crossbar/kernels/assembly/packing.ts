// Rows without their zeros, as the products read them. Four rows are a group: where more than half of their elements are
// zero each row has a list of its own (kind 1), else the group has one of the columns at which any of the four is not zero
// (kind 0). Lists of row r begin at entry r * cols of `indices` and `values`, those of a group at its first row.
// starts[r][c] = entries of row r before chunk c of CHUNK columns; starts[r][last] = all of them.

const PANEL_BYTES: usize = 32;
/** Columns whose weights fill a first cache, 32 B x 1024 = 32 KiB, and of four panels side by side sit in a second one. */
const CHUNK: i32 = 1024;

@inline
export function chunksOf(cols: i32): i32 {
  return (cols + CHUNK - 1) / CHUNK;
}

/**
 * Packs groups groupFrom .. groupTo - 1 of `a` [rows, cols], columns from .. to - 1; where `seen` is not 0 what differs from
 * it by more than `quiet`, up to which it is then brought. `single` != 0: every row by itself. Returns the values that a
 * product reads.
 */
export function pack(
  kinds: usize, starts: usize, indices: usize, values: usize, a: usize, seen: usize, rows: i32, cols: i32,
  from: i32, to: i32, quiet: f32, single: i32, groupFrom: i32, groupTo: i32,
): i32 {
  let total = 0;
  for (let g = groupFrom; g < groupTo; g++) {
    const live = min(4, rows - 4 * g);
    let entries = 0;
    for (let j = 0; j < live; j++) entries += packRow(starts, indices, values, a, seen, 4 * g + j, cols, from, to, quiet);
    const isSingle = single != 0 || 2 * entries < live * (to - from);
    store<i32>(kinds + (<usize>g << 2), isSingle ? 1 : 0);
    if (!isSingle) entries = 4 * packGroup(starts, indices, values, a, seen, 4 * g, cols, from, to, quiet, live);
    total += entries;
    if (!seen) continue;
    for (let row = 4 * g; row < 4 * g + live; row++) {
      const end = <usize>(row * cols + to) << 2;
      for (let at = <usize>(row * cols + from) << 2; at < end; at += 4) {
        if (valueAt(a, seen, at, quiet) != 0) store<f32>(seen + at, load<f32>(a + at));
      }
    }
  }
  return total;
}

function packRow(
  starts: usize, indices: usize, values: usize, a: usize, seen: usize, row: i32, cols: i32, from: i32, to: i32,
  quiet: f32,
): i32 {
  const first = <usize>(row * cols) << 2;
  const chunks = chunksOf(cols);
  let start = starts + (<usize>(row * (chunks + 1)) << 2);
  let index = indices + first;
  let value = values + first;
  for (let chunk = 0; chunk < chunks; chunk++, start += 4) {
    store<i32>(start, <i32>((index - indices - first) >> 2));
    const end = min((chunk + 1) * CHUNK, to);
    for (let k = max(chunk * CHUNK, from); k < end; k++) {
      const at = first + (<usize>k << 2);
      // Four at a time are passed over: pixels and resting units come in runs.
      if (k + 4 <= end && !isAny(a + at, seen ? seen + at : 0, quiet)) {
        k += 3;
        continue;
      }
      const v = valueAt(a, seen, at, quiet);
      // Written always, kept where it is not zero: no branch to guess.
      store<u32>(index, <u32>k * <u32>PANEL_BYTES);
      store<f32>(value, v);
      const step: usize = v != 0 ? 4 : 0;
      index += step;
      value += step;
    }
  }
  const count = <i32>((index - indices - first) >> 2);
  store<i32>(start, count);
  return count;
}

function packGroup(
  starts: usize, indices: usize, values: usize, a: usize, seen: usize, row: i32, cols: i32, from: i32, to: i32,
  quiet: f32, live: i32,
): i32 {
  const first = <usize>(row * cols) << 2;
  const stride = <usize>cols << 2;
  const chunks = chunksOf(cols);
  let start = starts + (<usize>(row * (chunks + 1)) << 2);
  let index = indices + first;
  let value = values + first;
  for (let chunk = 0; chunk < chunks; chunk++, start += 4) {
    store<i32>(start, <i32>((index - indices - first) >> 2));
    const end = min((chunk + 1) * CHUNK, to);
    for (let k = max(chunk * CHUNK, from); k < end; k++) {
      const at = first + (<usize>k << 2);
      const v0 = valueAt(a, seen, at, quiet);
      const v1 = live > 1 ? valueAt(a, seen, at + stride, quiet) : 0;
      const v2 = live > 2 ? valueAt(a, seen, at + 2 * stride, quiet) : 0;
      const v3 = live > 3 ? valueAt(a, seen, at + 3 * stride, quiet) : 0;
      if (v0 == 0 && v1 == 0 && v2 == 0 && v3 == 0) continue;
      store<u32>(index, <u32>k * <u32>PANEL_BYTES);
      store<f32>(value, v0);
      store<f32>(value, v1, 4);
      store<f32>(value, v2, 8);
      store<f32>(value, v3, 12);
      index += 4;
      value += 16;
    }
  }
  const count = <i32>((index - indices - first) >> 2);
  store<i32>(start, count);
  return count;
}

@inline
function valueAt(a: usize, seen: usize, at: usize, quiet: f32): f32 {
  const v = load<f32>(a + at);
  if (!seen) return v;
  const change: f32 = v - load<f32>(seen + at);
  // What is not a number is no quiet change.
  return abs<f32>(change) <= quiet ? 0 : change;
}

/** Whether any of four is to be packed. */
@inline
function isAny(a: usize, seen: usize, quiet: f32): bool {
  const four = v128.load(a);
  if (!seen) return v128.any_true(f32x4.ne(four, f32x4.splat(0)));
  const change = f32x4.abs(f32x4.sub(four, v128.load(seen)));
  return !i32x4.all_true(f32x4.le(change, f32x4.splat(quiet)));
}

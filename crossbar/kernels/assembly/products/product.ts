// out = A . W^T with W in panels of 8 rows (post units): panel p holds W[8p .. 8p+7][k], k-major,
// 32 bytes a k. A is packed without its zeros (packing.ts). Columns are taken CHUNK at a time, more
// where lists are short, so that the weights in use stay in a cache while all images pass; they are
// read into it in their order before images pick what they need of them, because memory is slow at
// single lines, a few lines at a time while the columns before them are multiplied. Every output is
// one accumulator summed in rising k, kept in `out` from one chunk to the next, so the bits depend
// neither on how panels are shared out nor on the size of a chunk.

import { madd } from './madd';
import { CHUNK, chunksOf } from './packing';
import { loadHigh, loadLow, storeRow } from './part-rows';

const PANEL_BYTES: usize = 32;
/**
 * Panels walked side by side for one image: 6 accumulators, which fit into the registers beside the
 * addresses.
 */
const SIDE: i32 = 3;
/** Bytes that memory hands over at a time. */
const LINE: usize = 64;
/** Bytes of weights from which on reading them takes time that products can hide. */
const SECOND_CACHE: usize = 1 << 20;
/**
 * Most rows with which two stretches are in use at once: those of more rows drive them out of the
 * first cache.
 */
const MOST_AHEAD: i32 = 64;
/** Where what is read ahead goes, so that it is read. */
const warmed: usize = memory.data(16, 16);
/**
 * What is still to be read ahead: `ahead` .. `aheadEnd` of the first of SIDE panels, the same of
 * the others.
 */
let ahead: usize = 0;
let aheadEnd: usize = 0;
/** Bytes of a list's indices to a line of each panel, so that lines and entries end together. */
let pace: usize = 4;

/**
 * out[rows, outCols] = (keep ? out : 0) + packed A times panels panelFrom .. panelTo - 1. `cols` =
 * columns of A; a panel is `depth` >= cols deep (an even number, so that panels are whole blocks of
 * 16 floats).
 */
export function multiply(
  out: usize, rows: i32, outCols: i32, panels: usize, cols: i32, depth: i32, panelFrom: i32, panelTo: i32,
  kinds: usize, starts: usize, indices: usize, values: usize, keep: i32,
): void {
  const stride = <usize>outCols << 2;
  multiplyRows(
    out, stride, rows, outCols, panels, 0, cols, depth, panelFrom, panelTo, kinds, starts, indices, values, keep,
  );
}

/**
 * The same into rows of `out` that are `stride` bytes apart, of `cols` columns packed from the one
 * at `begin` on.
 */
export function multiplyRows(
  out: usize, stride: usize, rows: i32, outCols: i32, panels: usize, begin: i32, cols: i32, depth: i32,
  panelFrom: i32, panelTo: i32, kinds: usize, starts: usize, indices: usize, values: usize, keep: i32,
): void {
  const chunks = chunksOf(cols);
  const panelBytes = <usize>depth * PANEL_BYTES;
  const entries = entriesOf(rows, chunks, kinds, starts);
  const stretch = entries == 0 ? chunks : max(1, min(chunks, (ENTRIES * listsOf(rows, kinds) * chunks) / entries));
  pace = <usize>max(1, (2 * entries) / max(1, cols)) << 2;
  // Rows that share a list of whole panels read them in order as they are.
  const isScattered = load<i32>(kinds) != 0 || cols + 1 < depth;
  const isAhead = isScattered && rows <= MOST_AHEAD && <usize>(panelTo - panelFrom) * panelBytes > SECOND_CACHE;
  let isNear = false;
  for (let p = panelFrom; p < panelTo; ) {
    const isWide = isWideAt(p, panelTo, outCols);
    const beside = isWide ? SIDE : 1;
    for (let chunk = 0; chunk < chunks; chunk += stretch) {
      const next = min(chunk + stretch, chunks);
      const goesOn = chunk > 0 || keep != 0;
      const columns = min(cols, depth - begin);
      if (isScattered && !isNear) {
        lookAhead(panels + <usize>p * panelBytes, begin, chunk, stretch, columns);
        warm(panelBytes, beside);
      }
      const nextPanel = next < chunks ? p : p + beside;
      isNear = isAhead && isWideAt(nextPanel, panelTo, outCols);
      if (isNear) lookAhead(panels + <usize>nextPanel * panelBytes, begin, next < chunks ? next : 0, stretch, columns);
      for (let row = 0; row < rows; row += 4) {
        const isTogether = load<i32>(kinds + (<usize>(row >> 2) << 2)) == 0;
        const lists = isTogether ? 1 : min(4, rows - row);
        for (let j = 0; j < lists; j++) {
          const first = <usize>((row + j) * cols) << 2;
          const start = starts + (<usize>((row + j) * (chunks + 1)) << 2);
          const from = <usize>load<i32>(start + (<usize>chunk << 2)) << 2;
          const end = indices + first + (<usize>load<i32>(start + (<usize>next << 2)) << 2);
          const index = indices + first + from;
          if (index == end && goesOn) continue;
          const to = out + <usize>(row + j) * stride + (<usize>p << 5);
          const panel = panels + <usize>p * panelBytes;
          if (!isTogether) {
            const value = values + first + from;
            if (isWide && isNear) addSingle<Ahead>(to, panel, panelBytes, index, end, value, goesOn);
            else if (isWide) addSingle<Still>(to, panel, panelBytes, index, end, value, goesOn);
            else addNarrow(to, panel, index, end, value, goesOn, outCols - 8 * p);
            continue;
          }
          const value = values + first + (from << 2);
          for (let q = 0; q < beside; q++) {
            const width = outCols - 8 * (p + q);
            addTile(to + (<usize>q << 5), stride, panel + <usize>q * panelBytes, index, end, value, goesOn, width);
          }
        }
      }
      if (isNear) warm(panelBytes, SIDE);
    }
    p += beside;
  }
}

/** Entries of a list that are worth loading and storing its sums for. */
const ENTRIES: i32 = 64;

/** Lists that the rows are packed in. */
function listsOf(rows: i32, kinds: usize): i32 {
  let lists = 0;
  for (let row = 0; row < rows; row += 4) lists += load<i32>(kinds + (<usize>(row >> 2) << 2)) == 0 ? 1 : min(4, rows - row);
  return lists;
}

/** Entries of all these lists. */
function entriesOf(rows: i32, chunks: i32, kinds: usize, starts: usize): i32 {
  let entries = 0;
  for (let row = 0; row < rows; row++) {
    const isOfGroup = load<i32>(kinds + (<usize>(row >> 2) << 2)) == 0 && (row & 3) != 0;
    if (!isOfGroup) entries += load<i32>(starts + (<usize>(row * (chunks + 1) + chunks) << 2));
  }
  return entries;
}

/** Whether SIDE whole panels follow each other from panel p on. */
@inline
function isWideAt(p: i32, panelTo: i32, outCols: i32): bool {
  return p + SIDE <= panelTo && 8 * (p + SIDE) <= outCols;
}

/** Has `stretch` chunks of a panel, from one of `columns` columns, read ahead. */
function lookAhead(panel: usize, begin: i32, chunk: i32, stretch: i32, columns: i32): void {
  const from = chunk * CHUNK;
  ahead = panel + <usize>(begin + from) * PANEL_BYTES;
  aheadEnd = ahead + <usize>max(0, min(stretch * CHUNK, columns - from)) * PANEL_BYTES;
}

/** Reads what is still to be read ahead, of panels that lie side by side. */
function warm(panelBytes: usize, beside: i32): void {
  let all = f32x4.splat(0);
  for (let q = 0; q < beside; q++) {
    const other = <usize>q * panelBytes;
    for (let at = ahead; at < aheadEnd; at += LINE) all = v128.or(all, v128.load(at + other));
  }
  v128.store(warmed, all);
  ahead = aheadEnd;
}

/**
 * A tile of 4 images x 8 units has 8 accumulators, 2 loads of W and 4 splats: what 16 registers
 * hold.
 */
function addTile(
  to: usize, stride: usize, panel: usize, index: usize, end: usize, value: usize, goesOn: bool, width: i32,
): void {
  const to1 = to + stride;
  const to2 = to1 + stride;
  const to3 = to2 + stride;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (goesOn) {
    c00 = loadLow(to, width);
    c01 = loadHigh(to, width);
    c10 = loadLow(to1, width);
    c11 = loadHigh(to1, width);
    c20 = loadLow(to2, width);
    c21 = loadHigh(to2, width);
    c30 = loadLow(to3, width);
    c31 = loadHigh(to3, width);
  }
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
  storeRow(to, c00, c01, width);
  storeRow(to1, c10, c11, width);
  storeRow(to2, c20, c21, width);
  storeRow(to3, c30, c31, width);
}

// Whether weights are read ahead meanwhile.
class Ahead {}
class Still {}

/** One image x 24 units: its entries are its own, so none is a zero of it. */
function addSingle<Reading>(
  to: usize, p0: usize, panelBytes: usize, index: usize, end: usize, value: usize, goesOn: bool,
): void {
  const p1 = p0 + panelBytes;
  const p2 = p1 + panelBytes;
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  if (goesOn) {
    c0 = v128.load(to);
    c1 = v128.load(to, 16);
    c2 = v128.load(to, 32);
    c3 = v128.load(to, 48);
    c4 = v128.load(to, 64);
    c5 = v128.load(to, 80);
  }
  let all = f32x4.splat(0);
  let line = ahead;
  const lastLine = aheadEnd;
  const step = pace;
  while (index < end) {
    let stop = end;
    if (idof<Reading>() == idof<Ahead>() && line < lastLine) {
      stop = min(end, index + step);
      all = v128.or(all, v128.load(line));
      all = v128.or(all, v128.load(line + panelBytes));
      all = v128.or(all, v128.load(line + 2 * panelBytes));
      line += LINE;
    }
    while (index < stop) {
      const at = <usize>load<u32>(index);
      const a = v128.load_splat<f32>(value);
      c0 = madd(a, v128.load(p0 + at), c0);
      c1 = madd(a, v128.load(p0 + at, 16), c1);
      c2 = madd(a, v128.load(p1 + at), c2);
      c3 = madd(a, v128.load(p1 + at, 16), c3);
      c4 = madd(a, v128.load(p2 + at), c4);
      c5 = madd(a, v128.load(p2 + at, 16), c5);
      index += 4;
      value += 4;
    }
  }
  if (idof<Reading>() == idof<Ahead>()) {
    ahead = line;
    v128.store(warmed, all);
  }
  v128.store(to, c0);
  v128.store(to, c1, 16);
  v128.store(to, c2, 32);
  v128.store(to, c3, 48);
  v128.store(to, c4, 64);
  v128.store(to, c5, 80);
}

/** One image x the units of one panel. */
function addNarrow(
  to: usize, panel: usize, index: usize, end: usize, value: usize, goesOn: bool, width: i32,
): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  if (goesOn) {
    c0 = loadLow(to, width);
    c1 = loadHigh(to, width);
  }
  while (index < end) {
    const at = panel + <usize>load<u32>(index);
    const a = v128.load_splat<f32>(value);
    c0 = madd(a, v128.load(at), c0);
    c1 = madd(a, v128.load(at, 16), c1);
    index += 4;
    value += 4;
  }
  storeRow(to, c0, c1, width);
}

// A read of all tiles along the way of a sum: drives are packed once, a list a tile, then every
// thread goes with outputs of its own through products, noise and converters of tile after tile
// while their currents are still in a first cache.

import { digitise } from '../neurons/converters';
import { chunksOf, pack } from './packing';
import { multiplyRows } from './product';
import { squareValues } from './squares';

/**
 * Bytes of a tile in the table that `tile-table.ts` writes: columns from and to, number of its
 * draw, full scale and step.
 */
const TILE_BYTES: usize = 32;
/** Panels whose currents, for 16 drives and with their variances, fill half of a first cache. */
const BLOCK: i32 = 16;

/**
 * Packs groups groupFrom .. groupTo - 1 of `drive` [rows, cols] tile by tile, with squares (not 0)
 * also what is packed squared.
 */
export function packTiles(
  table: usize, tiles: i32, kinds: usize, starts: usize, indices: usize, values: usize, squares: usize,
  drive: usize, rows: i32, cols: i32, groupFrom: i32, groupTo: i32,
): void {
  const groups = (rows + 3) >> 2;
  for (let tile = 0; tile < tiles; tile++) {
    const from = load<i32>(table);
    const to = load<i32>(table, 4);
    const width = to - from;
    const list = <usize>(4 * groups * from) << 2;
    pack(
      kinds, starts, indices + list, values + list, drive, 0, rows, cols, width, from, to, 0, 0, groupFrom, groupTo,
    );
    if (squares != 0) {
      squareValues(squares + list, kinds, starts, values + list, rows, width, groupFrom, groupTo);
    }
    kinds += <usize>groups << 2;
    starts += <usize>(4 * groups * (chunksOf(width) + 1)) << 2;
    table += TILE_BYTES;
  }
}

/**
 * sum [rows, outCols] += what the converters of all tiles say of packed drives, outputs of panels
 * panelFrom .. panelTo - 1; `squarePanels` = 0 (null pointer) for a noiseless read. partial,
 * variance [rows, outCols] and normals (see `digitise`) are scratch. Returns how many conversions
 * saturated.
 */
export function readTiles(
  sum: usize, rows: i32, outCols: i32, weights: usize, squarePanels: usize, depth: i32,
  table: usize, tiles: i32, kinds: usize, starts: usize, indices: usize, values: usize, squares: usize,
  partial: usize, variance: usize, normals: usize, sigma: f32,
  step: i32, key0: i32, key1: i32, panelFrom: i32, panelTo: i32,
): i32 {
  const groups = (rows + 3) >> 2;
  // Threads share no outputs, and their scratch as little.
  const own = <usize>(8 * panelFrom * rows) << 2;
  partial += own;
  variance = squarePanels != 0 ? variance + own : 0;
  let saturated = 0;
  for (let p = panelFrom; p < panelTo; p += BLOCK) {
    const last = min(p + BLOCK, panelTo);
    const first = 8 * p;
    const width = min(8 * last, outCols) - first;
    const stride = <usize>width << 2;
    const shift = <usize>first << 2;
    let tileKinds = kinds;
    let tileStarts = starts;
    let tileAt = table;
    for (let tile = 0; tile < tiles; tile++) {
      const from = load<i32>(tileAt);
      const cols = load<i32>(tileAt, 4) - from;
      const sub = load<i32>(tileAt, 8);
      const range = load<f32>(tileAt, 12);
      const spacing = load<f32>(tileAt, 16);
      const list = <usize>(4 * groups * from) << 2;
      multiplyRows(
        partial - shift, stride, rows, outCols, weights, from, cols, depth, p, last,
        tileKinds, tileStarts, indices + list, values + list, 0,
      );
      if (variance != 0) {
        multiplyRows(
          variance - shift, stride, rows, outCols, squarePanels, from, cols, depth, p, last,
          tileKinds, tileStarts, indices + list, squares + list, 0,
        );
      }
      // Outputs of all panels follow each other from row to row.
      const isWhole = width == outCols;
      const stretches = isWhole ? 1 : rows;
      const count = isWhole ? rows * width : width;
      for (let row = 0; row < stretches; row++) {
        const at = <usize>row * stride;
        const element = row * outCols + first;
        saturated += digitise(
          sum + (<usize>element << 2), partial + at, variance != 0 ? variance + at : 0, normals, element, count,
          sigma, range, spacing, step, sub, key0, key1,
        );
      }
      tileKinds += <usize>groups << 2;
      tileStarts += <usize>(4 * groups * (chunksOf(cols) + 1)) << 2;
      tileAt += TILE_BYTES;
    }
  }
  return saturated;
}

import type { Allocation } from './allocation.js';

/**
 * Rows without their zeros, made by `createPackedRows`, four a group: kinds[g] = 0 with one list of
 * the columns at which any of the four is not zero, four values an entry; kinds[g] = 1, where more
 * than a quarter of a sample is zero or fewer than four rows are left, with a list a row. The
 * product is the same to the bit. Lists of row r, or of the group that begins with it, begin at
 * entry r cols of `indices` and `values`; starts[r][c] = entries before column c * chunkColumns,
 * starts[r][last] = all of them.
 */
export interface PackedRows {
  readonly cols: number;
  readonly kinds: Int32Array;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
  /** As packed last, and how many values a product with one unit reads. */
  rows: number;
  size: number;
}

/**
 * Rows packed tile by tile: the lists of one tile after those of another, with the squares of the
 * values.
 */
export interface PackedTiles extends PackedRows {
  readonly squares: Float32Array;
}

/** Columns that a product takes at a time: CHUNK of assembly/packing.ts. */
const chunkColumns = 256;

/** Length of a row of `starts`. */
export function startsOfRow(cols: number): number {
  return Math.ceil(cols / chunkColumns) + 1;
}

export interface OuterProduct {
  /** [rows, m], post-synaptic. */
  readonly post: Float32Array;
  /** [rows, n], pre-synaptic. */
  readonly pre: Float32Array;
  readonly rows: number;
  readonly scale: number;
}

/**
 * Made by `createPackedOuter`. Panels of post units and groups of 4 pre units that are all zero are
 * marked; `rowsOfPre` is pre without its zeros, row by row, for use where `isThin`: more than half
 * of pre is zero.
 */
export interface PackedOuter {
  readonly postCols: number;
  readonly preCols: number;
  readonly post: Float32Array;
  readonly flags: Int32Array;
  readonly groups: Int32Array;
  readonly rowsOfPre: PackedRows;
  pre: Float32Array;
  rows: number;
  groupCount: number;
  isThin: boolean;
}

/** Scratch for products with up to `rows` rows of `cols` columns. */
export function createPackedRows(kernels: Allocation, rows: number, cols: number): PackedRows {
  const padded = 4 * Math.ceil(rows / 4);
  return {
    cols,
    kinds: kernels.int32(padded / 4),
    starts: kernels.int32(padded * startsOfRow(cols)),
    indices: kernels.int32(padded * cols),
    values: kernels.float32(padded * cols),
    rows: 0,
    size: 0,
  };
}

/**
 * Scratch for reads of up to `rows` vectors of `cols` elements by `tiles` tiles, which may also be
 * packed as plain rows.
 */
export function createPackedTiles(
  kernels: Allocation,
  rows: number,
  { cols, tiles }: { readonly cols: number; readonly tiles: number },
): PackedTiles {
  const packed = createPackedRows(kernels, rows, cols);
  const padded = 4 * Math.ceil(rows / 4);
  return {
    ...packed,
    kinds: kernels.int32((padded / 4) * tiles),
    // A tile has chunks of its own and a total.
    starts: kernels.int32(padded * (startsOfRow(cols) + 2 * tiles)),
    squares: kernels.float32(packed.values.length),
  };
}

/** Scratch for outer products of up to `rows` rows. */
export function createPackedOuter(
  kernels: Allocation,
  rows: number,
  { postCols, preCols }: { postCols: number; preCols: number },
): PackedOuter {
  const panels = Math.ceil(postCols / 8);
  return {
    postCols,
    preCols,
    post: kernels.float32(panels * rows * 8),
    flags: kernels.int32(panels),
    groups: kernels.int32(Math.ceil(preCols / 4)),
    rowsOfPre: createPackedRows(kernels, rows, preCols),
    pre: new Float32Array(0),
    rows: 0,
    groupCount: 0,
    isThin: false,
  };
}

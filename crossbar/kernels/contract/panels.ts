/**
 * A matrix W [rows, cols] in the order the product kernels read: panels of 8 rows (post-synaptic
 * units), each panel [depth][8] with depth = cols rounded up to an even number. Element (row, col)
 * stands at panelIndex(panels, row, col); padding is zero. Whatever belongs to a weight, such as
 * the state of its devices, is kept in this order too.
 */
export interface Panels {
  readonly rows: number;
  readonly cols: number;
  readonly depth: number;
  /** [ceil(rows / 8)][depth][8]. */
  readonly data: Float32Array;
}

export const panelRows = 8;

export function createPanels(rows: number, cols: number, allocate: (length: number) => Float32Array): Panels {
  const depth = cols + (cols & 1);
  return Object.freeze({ rows, cols, depth, data: allocate(panelCount(rows) * depth * panelRows) });
}

/** Panels that hold `rows` rows. */
export function panelCount(rows: number): number {
  return Math.ceil(rows / panelRows);
}

export function panelIndex({ depth }: Pick<Panels, 'depth'>, row: number, col: number): number {
  return ((row >> 3) * depth + col) * panelRows + (row & 7);
}

/** panels = matrix [rows, cols], row-major. */
export function fillPanels(panels: Panels, matrix: Float32Array): Panels {
  for (let row = 0, i = 0; row < panels.rows; row++) {
    for (let col = 0; col < panels.cols; col++) panels.data[panelIndex(panels, row, col)] = matrix[i++];
  }
  return panels;
}

/** out [rows, cols], row-major = panels. */
export function unpackInto(out: Float32Array, panels: Panels): Float32Array {
  for (let row = 0, i = 0; row < panels.rows; row++) {
    for (let col = 0; col < panels.cols; col++) out[i++] = panels.data[panelIndex(panels, row, col)];
  }
  return out;
}
/** from <= i < to. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

import { panelRows } from '../kernels/contract/panels.js';
import type { Cells, Side } from './cells.js';

export interface ConductanceCounts {
  readonly fromS: number;
  readonly toS: number;
  readonly counts: Float64Array;
  /** Of the same cells. */
  readonly meanS: number;
}

export interface CountOptions {
  /** Of the matrix that the cells hold: panels are padded beyond it. */
  readonly rows: number;
  readonly cols: number;
  readonly toS: number;
  readonly bins: number;
}

/**
 * Cells that can be written, by conductance: equal bins from 0 to `toS`, the last holding all
 * beyond. O(rows cols).
 */
export function countConductances(cells: Cells, { rows, cols, toS, bins }: CountOptions): ConductanceCounts {
  const counts = new Float64Array(bins);
  const sides: readonly Side[] = cells.mapping.minusMoves ? ['plus', 'minus'] : ['plus'];
  const panel = new Float32Array(cells.panelSize);
  let sumS = 0;
  for (const side of sides) {
    for (let first = 0, row = 0; row < rows; first += cells.panelSize, row += panelRows) {
      cells.conductanceInto(panel, side, first);
      const inside = Math.min(panelRows, rows - row);
      for (let i = 0; i < cols * panelRows; i++) {
        if (i % panelRows >= inside) continue;
        sumS += panel[i];
        counts[Math.min(Math.floor((panel[i] / toS) * bins), bins - 1)]++;
      }
    }
  }
  return { fromS: 0, toS, counts, meanS: sumS / (sides.length * rows * cols) };
}

import type { Cells, Side } from '../array/cells.js';
import type { Kernels } from '../kernels/contract/kernels.js';
import type { Span } from '../kernels/contract/panels.js';
import { createPanels } from '../kernels/contract/panels.js';
import { type ArrayReader, noCounts, type ReadPanels } from './reading.js';
import type { WiredCells } from './wired-cells.js';

/**
 * The lines of G+ and those of G- on their own, for converters that stand before the subtraction.
 */
export interface SidePanels {
  readonly plus: ReadPanels;
  readonly minus: ReadPanels;
  /** Brings the panels of a span up to date with the devices. */
  readonly refresh: (span: Span) => void;
}

/** Behind the wires of `wired`, if there are any. */
export function createSidePanels(cells: Cells, wired: WiredCells | null, kernels: Kernels): SidePanels {
  const { rows, cols } = cells.weights;
  const create = (): ReadPanels => ({
    weights: createPanels(rows, cols, kernels.float32),
    squares: cells.squares && createPanels(rows, cols, kernels.float32),
    references: null,
  });
  const panels: Record<Side, ReadPanels> = { plus: create(), minus: create() };
  const refresh = (span: Span) => {
    for (const side of ['plus', 'minus'] as const) {
      cells.sideInto(panels[side], span, { side, wires: wired?.sharesOf(side) ?? null });
    }
  };
  refresh({ from: 0, to: cells.weights.data.length / cells.panelSize });
  return Object.freeze<SidePanels>({ ...panels, refresh });
}

/**
 * Reads `plus` and `minus`, each with converters of its own, and subtracts digitally. `scratch`
 * [most vectors, outputs].
 */
export function subtracted(
  readers: Readonly<Record<Side, ArrayReader>>,
  { scratch, outputs }: { readonly scratch: Float32Array; readonly outputs: number },
): ArrayReader {
  return (out, values, batch) => {
    const first = readers.plus(out, values, batch);
    const second = readers.minus(scratch, values, batch);
    for (let i = 0; i < batch * outputs; i++) out[i] -= scratch[i];
    if (first === noCounts) return noCounts;
    return {
      // Both sides share their word lines and what drives them.
      inputs: first.inputs,
      clippedInputs: first.clippedInputs,
      conversions: first.conversions + second.conversions,
      saturated: first.saturated + second.saturated,
    };
  };
}

import type { PackedRows } from './packed.js';
import type { Panels } from './panels.js';

/** What acts on a layer of `units` neurons for `rows` images: [rows, units] each, bias [units]. */
export interface LayerStep {
  readonly drive: Float32Array;
  readonly bias: Float32Array;
  readonly feedback: Float32Array | null;
  readonly nudge: { readonly beta: number; readonly target: Float32Array } | null;
  readonly mask: Float32Array | null;
  readonly units: number;
  readonly rows: number;
}

export interface RoundLimit {
  readonly limit: number;
  readonly tolerance: number;
}

/**
 * What rounds came to. Changes are the largest of any state in a round; Infinity where there was no
 * such round.
 */
export interface RoundsDone {
  readonly rounds: number;
  /** In the last round; NaN where a state is not finite. */
  readonly change: number;
  /** In the round before the last. */
  readonly before: number;
}

/**
 * One call of a round: `packChanges` and `multiplyInto` with `keep`, `leakInto`, `settleInto`, or
 * anything else.
 */
export type RoundCall =
  | ({ readonly kind: 'follow' } & IncrementalProduct)
  | {
      readonly kind: 'leak';
      readonly state: Float32Array;
      readonly layer: LayerStep & { readonly dt: number };
    }
  | {
      readonly kind: 'settle';
      readonly state: Float32Array;
      readonly layer: LayerStep & { readonly decay: number };
    }
  | { readonly kind: 'other'; readonly call: () => void };

/**
 * out += (state - lastInput) . W^T, lastInput = state, where the change is above `threshold` in
 * magnitude: a product that is kept up to date with a state [rows, panels.cols]. Smaller changes
 * wait until they add up.
 */
export interface IncrementalProduct {
  readonly out: Float32Array;
  readonly state: Float32Array;
  readonly lastInput: Float32Array;
  readonly threshold: number;
  readonly rows: number;
  readonly packed: PackedRows;
  readonly panels: Panels;
}

export interface ChangedRows {
  readonly lastInput: Float32Array;
  readonly threshold: number;
  readonly rows: number;
}

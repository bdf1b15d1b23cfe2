import type { Allocation } from './allocation.js';
import type { Span } from './panels.js';
import { type Panels, panelCount } from './panels.js';

/** Where writes take note of their pulses, to be cleared by `clearNotes` before each. */
export interface PulseCounters {
  /** Weights of a tile along either direction. */
  readonly tileOutputs: number;
  readonly tileInputs: number;
  /** Tiles over the depth of the panels. */
  readonly inputTiles: number;
  /**
   * Pulses that each device has taken so far, in the panels' order, exact up to 2^24; null = never
   * written.
   */
  readonly plusTaken: Float32Array;
  readonly minusTaken: Float32Array | null;
  /**
   * Most pulses up, and down, on a device of each word line of a tile: [threads, tiles of outputs,
   * depth].
   */
  readonly up: Int32Array;
  readonly down: Int32Array;
  /**
   * Pulses, counted once a pair, and their sum times both devices' conductances: [panels,
   * inputTiles].
   */
  readonly pulses: Int32Array;
  readonly conductanceS: Float32Array;
}

/** Panels whose pulses are counted; all arrays but `taken` begin at panel `from`. */
export interface Tallied {
  readonly span: Span;
  readonly depth: number;
  readonly plusS: Float32Array;
  readonly plusTaken: Float32Array;
  /** null where one side alone gets pulses. */
  readonly minusS: Float32Array | null;
  readonly minusTaken: Float32Array | null;
}

/** Notes for an array with `weights` on tiles of tileOutputs x tileInputs of them. */
export function createPulseCounters(
  kernels: Allocation,
  { rows, depth, data }: Panels,
  tile: { readonly outputs: number; readonly inputs: number; readonly minusMoves: boolean },
): PulseCounters {
  const inputTiles = Math.ceil(depth / tile.inputs);
  const lines = Math.ceil(rows / tile.outputs) * depth;
  const sums = panelCount(rows) * inputTiles;
  return {
    tileOutputs: tile.outputs,
    tileInputs: tile.inputs,
    inputTiles,
    plusTaken: kernels.float32(data.length),
    minusTaken: tile.minusMoves ? kernels.float32(data.length) : null,
    up: kernels.int32(kernels.threads * lines),
    down: kernels.int32(kernels.threads * lines),
    pulses: kernels.int32(sums),
    conductanceS: kernels.float32(sums),
  };
}

export function clearPulseCounters({ up, down, pulses, conductanceS }: PulseCounters): void {
  for (const array of [up, down, pulses, conductanceS]) array.fill(0);
}

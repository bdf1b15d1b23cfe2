import type {
  ConductanceGrid,
  DeviceModel,
  DeviceState,
  Draw,
  PulseKernel,
  RandomStream,
} from '../../../devices/index.js';
import type { Allocation } from './allocation.js';
import type { ImageKernels } from './image-kernels.js';
import type { NodeLayer } from './node-layer.js';
import type { OuterProduct, PackedOuter, PackedRows, PackedTiles } from './packed.js';
import type { Panels, Span } from './panels.js';
import type { PulseCounters, Tallied } from './pulse-counters.js';
import type { ChangedRows, LayerStep, RoundCall, RoundLimit, RoundsDone } from './rounds.js';

/**
 * The numerical kernels. Two implementations with the same signatures return the same bits: SIMD
 * (`createSimdKernels`) and TypeScript (`createTypescriptKernels`). Output first; nothing
 * allocates; nothing reads a clock. Arrays passed in must come from `float32` / `int32` of the same
 * object. `out` never aliases an input unless the comment says so.
 */
export interface Kernels extends ImageKernels, Allocation {
  readonly name: 'simd' | 'simd-fast' | 'typescript';
  /** What computes, and with which instructions: `native avx512`, `wasm simd128`, `typescript`. */
  readonly engine: string;
  /** Ends the threads. The arrays stay. */
  readonly dispose: () => void;

  /**
   * Packs columns from .. to - 1 (default all) of a [rows, cols] for `multiplyInto`; zeros are left
   * out.
   */
  readonly packRows: (packed: PackedRows, a: Float32Array, rows: number, columns?: Span) => void;
  /**
   * The same of what changed, a - lastInput, where that is more than `threshold`; lastInput = a
   * there.
   */
  readonly packChanges: (packed: PackedRows, a: Float32Array, options: ChangedRows) => void;
  /** Squares what is packed, in place. */
  readonly squarePacked: (packed: PackedRows) => void;
  /**
   * out [rows, panels.rows] = packed . W^T, or where `keep` is true out += it, each element summed
   * in rising column order, over the panels of `span` (default all).
   */
  readonly multiplyInto: (
    out: Float32Array,
    packed: PackedRows,
    panels: Panels,
    options?: { readonly span?: Span; readonly keep?: boolean },
  ) => void;
  /**
   * The same for few units, up to about 16, of a [rows, panels.cols] itself: cheaper than to pack
   * it.
   */
  readonly multiplyFewInto: (out: Float32Array, a: Float32Array, rows: number, panels: Panels) => void;
  /** Packs an outer product sum_b post[b] pre[b] * scale, post [rows, m] and pre [rows, n]. */
  readonly packOuter: (packed: PackedOuter, product: OuterProduct) => void;
  /**
   * target += the outer product, row after row, over the panels of `span` (default all); target
   * starts at panel span.from.
   */
  readonly accumulateOuter: (target: Float32Array, packed: PackedOuter, span?: Span) => void;
  /** out = panels of W^T. */
  readonly transposeInto: (out: Panels, panels: Panels) => void;

  /** Same numbers as `uniformInto` and `normalInto` of devices/base. */
  readonly uniformInto: (out: Float32Array, draw: Draw) => void;
  readonly normalInto: (out: Float32Array, draw: Draw) => void;
  /**
   * out[i] = 0 with probability `dropped`, else `kept`, i < count: a dropout mask from the draw's
   * uniforms.
   */
  readonly maskInto: (
    out: Float32Array,
    options: { readonly draw: Draw; readonly count: number; readonly dropped: number; readonly kept: number },
  ) => void;

  /**
   * counts[i] = factor * wanted[i] as a whole number, |counts| <= limit: rounded at random with the
   * exact mean where a draw is given (element i is number firstIndex + i of it), else to nearest.
   * Returns how many are not zero.
   */
  readonly roundInto: (counts: Int32Array, wanted: Float32Array, options: RoundOptions) => number;
  /**
   * What a model's `pulse` is to be given as its kernel; null = none, the model's own arithmetic is
   * as fast.
   */
  readonly pulse: PulseKernel | null;

  /**
   * weights = (Q(plus) - Q(minus)) / scale, squares = (Q(plus)^2 + Q(minus)^2) / scale^2, over a
   * span. Behind wires each Q is first multiplied by its share, and `rest` is added to the weights.
   */
  readonly differentialInto: (
    weights: Float32Array,
    squares: Float32Array | null,
    options: DifferentialOptions,
  ) => void;
  /**
   * Writes an outer product to differential cells: for each flagged panel the product, `roundInto`,
   * pulses up on the plus side and as many down on the minus side, `differentialInto` for those:
   * weights and squares must be those of the devices as they were. Returns how many pairs got
   * pulses.
   */
  readonly writePanels: (packed: PackedOuter, job: WriteJob) => number;
  /** Takes note of pulses that are about to be applied; `writePanels` does so by itself. */
  readonly countPulses: (notes: PulseCounters, counts: Int32Array, tallied: Tallied) => void;
  /**
   * sum [batch, weights.rows] += a read of drive [batch, weights.cols], tile after tile: `packRows`
   * of its lines, `multiplyInto` partial, with `squares` also `squarePacked` and `multiplyInto`
   * variance, and `digitiseInto`. Returns how many conversions saturated.
   */
  readonly readTiles: (sum: Float32Array, drive: Float32Array, read: TilesRead) => number;
  /**
   * out[i] += ADC(partial[i] + sigma sqrt(variance[i]) xi), i < count. Returns how many conversions
   * saturated.
   */
  readonly digitiseInto: (out: Float32Array, partial: Float32Array, options: DigitiseOptions) => number;

  /**
   * One Euler step of leaky neurons between walls at 0 and 1, in place:
   * s <- clip(s + dt (drive + bias + feedback - s + beta (target - s))) mask.
   * Returns the largest change of a state, NaN where a drive or a state is not finite.
   */
  readonly leakInto: (state: Float32Array, layer: LayerStep & { readonly dt: number }) => number;
  /**
   * s <- clip(E + (s - E) decay) mask with E = (drive + bias + feedback + beta target) /
   * (1 + beta), where the unit alone comes to rest. Returns the largest change, NaN where a drive
   * or a state is not finite.
   */
  readonly settleInto: (state: Float32Array, layer: LayerStep & { readonly decay: number }) => number;

  /**
   * `sweeps` times, for each image, layer after layer in the order given, in place: v <-
   * clip((drive + bias + beta target + above + below) inverse, lower, upper) mask, where above and
   * below are sums of conductance times voltage over the neighbours, times their gain. Returns the
   * largest change of a voltage in the last sweep, NaN where one is not finite.
   */
  readonly settleNodes: (
    layers: readonly NodeLayer[],
    options: { readonly sweeps: number; readonly rows: number },
  ) => number;
  /**
   * Panels clipped to an interval, in place, padding left alone; sums [panels of 8] = the sum of
   * each row.
   */
  readonly boundPanels: (
    panels: Panels,
    sums: Float32Array,
    bounds: { readonly lowest: number; readonly highest: number },
  ) => void;
  /** out [rows, cols / 2] = the first half of the panels' columns less the second. */
  readonly subtractHalvesInto: (out: Panels, panels: Panels) => void;

  /**
   * target = `winner` for the `count` units of each row with the largest outputs - threshold,
   * `loser` for the others, times the mask: see `selectWinners`, which it agrees with on ties.
   */
  readonly winnersInto: (target: Float32Array, outputs: Float32Array, options: WinnersOptions) => void;
  /**
   * sums += scale (after - before) over the rows, in double precision but for the sums themselves.
   * difference [rows, units] = after - before; where they are to be `stacked` [2 rows, units],
   * after above -before.
   */
  readonly contrastInto: (difference: Float32Array, sums: Float32Array, options: ContrastOptions) => void;

  /**
   * Runs `calls` in turn, round after round, until a round moved no state by more than `tolerance`,
   * a state is not finite or `limit` rounds are done. If every call is a kernel, all rounds run in
   * one dispatch and threads meet at a barrier. Returns the rounds and the largest change of a
   * state in the last two, NaN where a state is not finite.
   */
  readonly repeat: (calls: readonly RoundCall[], until: RoundLimit) => RoundsDone;

  /**
   * One step of Adam, in place, with g = wanted[i]: means m <- 0.9 m + 0.1 g, squares v <- 0.999 v
   * + 0.001 g^2, values w <- w + size m / (inverseRoot sqrt(v) + 1e-8). Means and squares below
   * 2^-126 become 0.
   */
  readonly adamInto: (values: Float32Array, wanted: Float32Array, step: AdamStep) => void;
}

export interface WinnersOptions {
  /** [units]. */
  readonly threshold: Float32Array;
  /** A 32-bit number a row, which orders equal scores. */
  readonly ties: Int32Array;
  /** [rows, units]; null = none. */
  readonly mask: Float32Array | null;
  readonly units: number;
  readonly rows: number;
  readonly count: number;
  readonly winner: number;
  readonly loser: number;
}

export interface ContrastOptions {
  readonly after: Float32Array;
  readonly before: Float32Array;
  readonly rows: number;
  readonly units: number;
  readonly scale: number;
  readonly stacked: boolean;
}

/** `size` and `inverseRoot` hold the learning rate and the corrections of the moments' bias. */
export interface AdamStep {
  readonly means: Float32Array;
  readonly squares: Float32Array;
  readonly size: number;
  readonly inverseRoot: number;
}

export interface RoundOptions {
  readonly count: number;
  readonly factor: number;
  readonly limit: number;
  readonly draw: Draw | null;
  /** A multiple of 16. */
  readonly firstIndex: number;
}

/** All arrays in the panels' order. */
export interface WriteJob {
  /** draw.random null = to nearest. The step also numbers the cycle noise. */
  readonly rounding: {
    readonly factor: number;
    readonly limit: number;
    readonly draw: { readonly random: RandomStream | null; readonly step: number };
  };
  /** With a `pulseResponse`. */
  readonly device: DeviceModel;
  readonly plus: { readonly state: DeviceState; readonly cycle: RandomStream };
  readonly minus: { readonly state: DeviceState; readonly cycle: RandomStream };
  readonly weights: Float32Array;
  readonly squares: Float32Array | null;
  readonly scaleS: number;
  readonly grid: ConductanceGrid;
  readonly notes: PulseCounters;
}

export interface DifferentialOptions {
  readonly plusS: Float32Array;
  readonly minusS: Float32Array;
  readonly span: Span;
  /** Siemens a unit of weight. */
  readonly scaleS: number;
  readonly grid: ConductanceGrid;
  /** What wires do to the cells, see `WiredCells`; none by default. */
  readonly wires?: WireShares | null;
}

/** In the order of the weights' panels. */
export interface WireShares {
  readonly plusShare: Float32Array;
  readonly minusShare: Float32Array;
  /** In units of weight. */
  readonly rest: Float32Array;
}

export interface DigitiseOptions {
  readonly count: number;
  readonly variance: Float32Array | null;
  readonly sigma: number;
  /** Full scale and step of the converter, in the units of `partial`. */
  readonly range: number;
  readonly spacing: number;
  readonly draw: Draw;
}

export interface ReadTile {
  readonly span: Span;
  readonly range: number;
  readonly spacing: number;
  readonly sub: number;
}

/**
 * One read of an array, from the voltages on its lines to the sum of what the converters of its
 * tiles say.
 */
export interface TilesRead {
  readonly batch: number;
  /** Of as many tiles as are read. */
  readonly packed: PackedTiles;
  readonly weights: Panels;
  /** Goes with `variance`; null = no read noise. */
  readonly squares: Panels | null;
  readonly partial: Float32Array;
  readonly variance: Float32Array | null;
  readonly sigma: number;
  readonly draw: Omit<Draw, 'sub'>;
  readonly tiles: readonly ReadTile[];
}

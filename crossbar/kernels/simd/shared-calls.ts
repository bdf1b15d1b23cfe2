import type { Draw } from '../../../devices/index.js';
import { kernelNumbers } from '../contract/kernel-numbers.js';
import type { DigitiseOptions, TilesRead } from '../contract/kernels.js';
import { type PackedRows, startsOfRow } from '../contract/packed.js';
import type { Span } from '../contract/panels.js';
import { type Panels, panelCount } from '../contract/panels.js';
import type { LayerStep, RoundCall } from '../contract/rounds.js';
import type { Allocator } from './allocator.js';
import type { SharedCall } from './threads.js';

/** Work on first .. first + total - 1, as a whole in multiply-adds or elements times 16. */
export interface Load {
  readonly total: number;
  readonly work: number;
  readonly first?: number;
}

export type ShareArguments = (from: number, to: number, thread: number) => readonly number[];

/** Calls a kernel on 0 .. total - 1, in one piece or a part a thread; what each part returns. */
export type Share = (name: string, load: Load, args: ShareArguments) => number[];

export interface PackOptions {
  readonly rows: number;
  readonly lastInput?: Float32Array | null;
  readonly threshold?: number;
  readonly span?: Span;
  readonly isSingle?: boolean;
}

interface MultiplyOptions {
  readonly span?: Span;
  readonly keep?: boolean;
  /** Values that one unit reads. */
  readonly size: number;
}

export const counters = ({ random, step, sub = 0 }: Draw) =>
  [step, sub, random.key[0], random.key[1]] as const;

/** The same by the names that kernels give them. */
export const countersOf = ({ random, step, sub = 0 }: Draw) => ({
  step,
  sub,
  key0: random.key[0],
  key1: random.key[1],
});

/** Elements of a thread's scratch for normals: DRAWN of assembly/converters.ts. */
export const drawnAtOnce = 256;

/**
 * Weights that a second cache of each thread holds, so that rows are shared out and not outputs.
 */
const cachedWeights = 1 << 17;

interface ReadOfTable {
  readonly table: Int32Array;
  readonly read: TilesRead;
}

/**
 * The calls of a relaxation and of a read, shared out by `plan`: packing and products, steps of
 * neurons, conversions. `normals` [threads, drawnAtOnce] is scratch.
 */
export function createSharedCalls(
  plan: (name: string, load: Load, args: ShareArguments) => SharedCall,
  { at, normals }: { readonly at: Allocator['addressOf']; readonly normals: Float32Array },
) {
  const scratch = (thread: number) => at(normals, drawnAtOnce * thread);
  /** Packs a, or what of it differs from `lastInput`; `isSingle`: every row by itself. */
  const packCall = (packed: PackedRows, a: Float32Array, options: PackOptions): SharedCall => {
    const {
      rows,
      lastInput = null,
      threshold = 0,
      span = { from: 0, to: packed.cols },
      isSingle = false,
    } = options;
    const { kinds, starts, indices, values, cols } = packed;
    packed.rows = rows;
    const lists = [kinds, starts, indices, values, a, lastInput].map((array) => at(array));
    const load = { total: Math.ceil(rows / 4), work: 8 * rows * (span.to - span.from) };
    return plan('pack', load, (from, to) => [
      ...lists,
      rows,
      cols,
      cols,
      span.from,
      span.to,
      threshold,
      Number(isSingle),
      from,
      to,
    ]);
  };
  const multiplyCall = (out: Float32Array, packed: PackedRows, panels: Panels, options: MultiplyOptions) => {
    const { span: { from, to } = { from: 0, to: panelCount(panels.rows) }, keep = false, size } = options;
    const { rows, cols } = packed;
    const work = size * 8 * (to - from);
    const call = (first: number, last: number, panelFrom: number, panelTo: number) => [
      at(out, first * panels.rows),
      last - first,
      panels.rows,
      at(panels.data),
      cols,
      panels.depth,
      panelFrom,
      panelTo,
      at(packed.kinds, first / 4),
      at(packed.starts, first * startsOfRow(cols)),
      at(packed.indices, first * cols),
      at(packed.values, first * cols),
      Number(keep),
    ];
    if (panels.data.length <= cachedWeights) {
      // Each thread goes on with rows that it has packed.
      return plan('multiply', { total: Math.ceil(rows / 4), work }, (first, last) =>
        call(4 * first, Math.min(4 * last, rows), from, to),
      );
    }
    // Three panels are walked side by side.
    return plan('multiply', { total: Math.ceil((to - from) / 3), work }, (first, last) =>
      call(0, rows, from + 3 * first, Math.min(from + 3 * last, to)),
    );
  };
  const digitiseCall = (out: Float32Array, partial: Float32Array, options: DigitiseOptions) => {
    const { count: n, variance, sigma, range, spacing, draw } = options;
    const load = { total: Math.ceil(n / 16), work: n * (variance ? 64 : 16) };
    return plan('digitise', load, (from, to, thread) => [
      at(out, 16 * from),
      at(partial, 16 * from),
      at(variance, 16 * from),
      scratch(thread),
      16 * from,
      Math.min(16 * to, n) - 16 * from,
      sigma,
      range,
      spacing,
      ...counters(draw),
    ]);
  };
  /** The calls of `Kernels.readTiles` for tiles in `table`; the last one counts what saturated. */
  const readCalls = (sum: Float32Array, drive: Float32Array, { table, read }: ReadOfTable): SharedCall[] => {
    const { batch, packed, weights, squares, partial, variance, sigma, draw, tiles } = read;
    const { cols } = packed;
    const isNoisy = variance !== null && squares !== null;
    const shared = {
      table: at(table),
      tiles: tiles.length,
      kinds: at(packed.kinds),
      starts: at(packed.starts),
      indices: at(packed.indices),
      values: at(packed.values),
      squares: isNoisy ? at(packed.squares) : 0,
      rows: batch,
    };
    const { step, key0, key1 } = countersOf(draw);
    const panels = panelCount(weights.rows);
    const work = batch * cols * weights.rows;
    return [
      plan('packTiles', { total: Math.ceil(batch / 4), work: 8 * batch * cols }, (groupFrom, groupTo) =>
        kernelNumbers('packTiles', { ...shared, drive: at(drive), cols, groupFrom, groupTo }),
      ),
      // Outputs are shared out four panels at a time.
      plan('readTiles', { total: Math.ceil(panels / 4), work }, (from, to, thread) =>
        kernelNumbers('readTiles', {
          ...shared,
          sum: at(sum),
          outCols: weights.rows,
          weights: at(weights.data),
          squarePanels: isNoisy ? at(squares.data) : 0,
          depth: weights.depth,
          partial: at(partial),
          variance: at(variance),
          normals: scratch(thread),
          sigma,
          step,
          key0,
          key1,
          panelFrom: 4 * from,
          panelTo: Math.min(4 * to, panels),
        }),
      ),
    ];
  };

  const layerCall = (name: string, state: Float32Array, layer: LayerStep, rates: readonly number[]) => {
    const { drive, bias, feedback, nudge, mask, units, rows } = layer;
    const arrays = [state, drive, bias, feedback, nudge?.target ?? null, mask].map((array) => at(array));
    const call = plan(name, { total: rows, work: 16 * rows * units }, (from, to) => [
      ...arrays,
      units,
      from,
      to,
      ...rates,
    ]);
    return { ...call, isMeasured: true };
  };
  const leakCall = (state: Float32Array, layer: LayerStep & { readonly dt: number }) =>
    layerCall('leak', state, layer, [layer.dt, layer.nudge?.beta ?? 0]);
  const settleCall = (state: Float32Array, layer: LayerStep & { readonly decay: number }) => {
    const beta = layer.nudge?.beta ?? 0;
    return layerCall('settle', state, layer, [beta, 1 / (1 + beta), layer.decay]);
  };
  /** The calls behind one of a round. */
  const callsOf = (call: Exclude<RoundCall, { kind: 'other' }>): readonly SharedCall[] => {
    if (call.kind === 'leak') return [leakCall(call.state, call.layer)];
    if (call.kind === 'settle') return [settleCall(call.state, call.layer)];
    const { out, state, rows, packed, panels } = call;
    const size = rows * packed.cols;
    return [packCall(packed, state, call), multiplyCall(out, packed, panels, { keep: true, size })];
  };

  return { packCall, multiplyCall, digitiseCall, readCalls, leakCall, settleCall, callsOf };
}

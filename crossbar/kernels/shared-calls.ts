import type { Draw } from '../../devices/index.js';
import type { DigitiseOptions, Span } from './kernels.js';
import type { PackedRows } from './packed.js';
import { type Panels, panelCount } from './panels.js';
import type { TilesRead } from './read-tiles.js';
import type { LayerStep, RoundCall } from './rounds.js';
import type { SharedCall } from './threads.js';

/** Work on first .. first + total - 1, as a whole in multiply-adds or elements times 16. */
export interface Load {
  readonly total: number;
  readonly work: number;
  readonly first?: number;
}

export type ShareArguments = (from: number, to: number, thread: number) => readonly number[];

export interface PackOptions {
  readonly rows: number;
  readonly seen?: Float32Array | null;
  readonly quiet?: number;
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

/** The calls of a relaxation and of a read, shared out by `plan`: packing and products, steps of neurons, conversions. */
export function createSharedCalls(
  plan: (name: string, load: Load, args: ShareArguments) => SharedCall,
  at: (array: Float32Array | Int32Array | null) => number,
) {
  /** Packs a, or what of it differs from `seen`; `isSingle`: every row by itself. */
  const packCall = (packed: PackedRows, a: Float32Array, options: PackOptions): SharedCall => {
    const { rows, seen = null, quiet = 0, span = { from: 0, to: packed.cols }, isSingle = false } = options;
    const { kinds, starts, indices, values, cols } = packed;
    packed.rows = rows;
    const lists = [kinds, starts, indices, values, a, seen].map((array) => at(array));
    const load = { total: Math.ceil(rows / 4), work: 8 * rows * (span.to - span.from) };
    return plan('pack', load, (from, to) => [
      ...[...lists, rows, cols, span.from, span.to, quiet, Number(isSingle), from, to],
    ]);
  };
  const multiplyCall = (out: Float32Array, packed: PackedRows, panels: Panels, options: MultiplyOptions) => {
    const { span: { from, to } = { from: 0, to: panelCount(panels.rows) }, keep = false, size } = options;
    const { rows, cols } = packed;
    const lists = [packed.kinds, packed.starts, packed.indices, packed.values].map((array) => at(array));
    // Four panels are walked side by side.
    const load = { total: Math.ceil((to - from) / 4), work: size * 8 * (to - from) };
    return plan('multiply', load, (first, last) => [
      ...[at(out), rows, panels.rows, at(panels.data), cols, panels.depth],
      ...[from + 4 * first, Math.min(from + 4 * last, to), ...lists, Number(keep)],
    ]);
  };
  const squareCall = ({ kinds, starts, values, rows, cols }: PackedRows) =>
    plan('squareValues', { total: Math.ceil(rows / 4), work: rows * cols }, (from, to) => [
      ...[at(kinds), at(starts), at(values), rows, cols, from, to],
    ]);
  const digitiseCall = (out: Float32Array, partial: Float32Array, options: DigitiseOptions) => {
    const { count: n, variance, sigma, range, spacing, draw } = options;
    const load = { total: Math.ceil(n / 16), work: n * (variance ? 64 : 16) };
    return plan('digitise', load, (from, to) => [
      ...[at(out), at(partial), at(variance), n, sigma, range, spacing, ...counters(draw), from, to],
    ]);
  };
  /** The calls of `Kernels.readTiles`, a list a tile, its conversions last. */
  const readCalls = (sum: Float32Array, drive: Float32Array, read: TilesRead): SharedCall[][] => {
    const { batch, packed, weights, squares, partial, variance, sigma, draw, tiles } = read;
    const size = batch * packed.cols;
    return tiles.map(({ span, range, spacing, sub }) => [
      packCall(packed, drive, { rows: batch, span }),
      multiplyCall(partial, packed, weights, { size }),
      ...(variance && squares ? [squareCall(packed), multiplyCall(variance, packed, squares, { size })] : []),
      digitiseCall(sum, partial, {
        ...{ count: batch * weights.rows, variance, sigma, range, spacing, draw: { ...draw, sub } },
      }),
    ]);
  };

  const layerCall = (name: string, state: Float32Array, layer: LayerStep, rates: readonly number[]) => {
    const { drive, bias, feedback, nudge, mask, units, rows } = layer;
    const arrays = [state, drive, bias, feedback, nudge?.target ?? null, mask].map((array) => at(array));
    const call = plan(name, { total: rows, work: 16 * rows * units }, (from, to) => [
      ...[...arrays, units, from, to, ...rates],
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

  return { packCall, multiplyCall, squareCall, digitiseCall, readCalls, leakCall, settleCall, callsOf };
}

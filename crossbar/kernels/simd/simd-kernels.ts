import { type ConductanceGrid, type Draw, InputError } from '../../../devices/index.js';
import { createDeviceTables } from '../contract/device-table.js';
import type { Kernels } from '../contract/kernels.js';
import type { PackedRows } from '../contract/packed.js';
import { panelCount } from '../contract/panels.js';
import { createTileTable } from '../contract/tile-table.js';
import { fastBase64, strictBase64 } from '../wasm-module.generated.js';
import { createAllocator } from './allocator.js';
import { decodeBase64 } from './decode-base64.js';
import { repeatCalls } from './repeat-calls.js';
import {
  counters,
  createSharedCalls,
  drawnAtOnce,
  type Load,
  type PackOptions,
  type ShareArguments,
} from './shared-calls.js';
import { createSimdImageKernels } from './simd-image-kernels.js';
import { createSimdNodeKernels } from './simd-node-kernels.js';
import { createThreads, instantiate, kernelNames, type SharedCall, type StartWorker } from './threads.js';

export interface SimdOptions {
  /** Threads to share large calls out to, this one included; 1 by default. The results do not depend on it. */
  readonly threads?: number;
  /** Needed for more than one thread. */
  readonly startWorker?: StartWorker;
  /**
   * Multiplies and adds in one relaxed instruction where the host has it: faster, but the last bits depend on the
   * processor. False by default. Throws InputError where the host lacks relaxed SIMD; see `isFastSupported`.
   */
  readonly fast?: boolean;
  /**
   * Work of the smallest call that is shared out, in multiply-adds, or elements times 16; 2^18 by default: some 25 us on
   * one thread, a few times what a dispatch takes while the other threads still spin; from 2^21 on they would be asleep by
   * then. A thread gets half of that at least.
   */
  readonly leastShared?: number;
}

/** Whether this host runs relaxed SIMD. */
export function isFastSupported(): boolean {
  return WebAssembly.validate(decodeBase64(fastBase64));
}

/** Share of non-zeros below which an outer product takes pre without its zeros. */
const thinBelow = 0.5;

/**
 * Kernels compiled to WebAssembly SIMD over one shared memory, which grows as arrays are asked for and is freed with
 * the object. Work is shared out by panels, rows or blocks of which each belongs to one thread: same bits for any number
 * of threads. Throws where the host has no SIMD or no shared memory (in a browser: a page that is not cross-origin
 * isolated); `createTypescriptKernels` runs everywhere.
 */
export function createSimdKernels({
  threads: count = 1,
  startWorker,
  fast = false,
  leastShared = 1 << 18,
}: SimdOptions = {}): Kernels {
  if (fast && !isFastSupported())
    throw new InputError('fast kernels need relaxed SIMD, which this host lacks');
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const module = new WebAssembly.Module(decodeBase64(fast ? fastBase64 : strictBase64));
  const wasm = instantiate(module, memory);
  const threads = createThreads(wasm, { count, module, memory, startWorker });
  const numbers = new Map(kernelNames(wasm).map((name, number) => [name, number]));
  const allocator = createAllocator(memory);
  const at = allocator.addressOf;
  const float32 = allocator.float32;
  const int32 = allocator.int32;

  /** A kernel call on 0 .. total - 1, in one piece or a stretch a thread. */
  const plan = (name: string, { total, work, first = 0 }: Load, args: ShareArguments): SharedCall => {
    const pieces = Math.max(1, Math.min(threads.count, total, Math.floor((2 * work) / leastShared)));
    const bound = (thread: number) => first + Math.floor((total * thread) / pieces);
    const shares = Array.from({ length: pieces }, (_, t) => args(bound(t), bound(t + 1), t));
    return { kernel: numbers.get(name)!, shares };
  };
  const share = (name: string, load: Load, args: ShareArguments): number[] =>
    threads.run(plan(name, load, args));

  /** One panel of wanted changes and of pulse counts for every thread. */
  let scratch: { wanted: Float32Array; counts: Int32Array }[] = [];
  const panelScratch = (thread: number, size: number) => {
    if ((scratch[0]?.wanted.length ?? 0) < size) {
      scratch = Array.from({ length: threads.count }, () => ({ wanted: float32(size), counts: int32(size) }));
    }
    return scratch[thread];
  };

  const deviceTable = createDeviceTables(allocator);
  let copied = int32(0);
  /** Counts in this memory, for wrappers around a model hand on some of their own. */
  const countsHere = (counts: Int32Array, n: number) => {
    if (allocator.owns(counts)) return counts;
    if (copied.length < n) copied = int32(n);
    copied.set(counts.subarray(0, n));
    return copied.fill(0, n, 16 * Math.ceil(n / 16));
  };

  const fill =
    (name: string) =>
    (out: Float32Array, draw: Draw): void => {
      const total = Math.ceil(out.length / 16);
      share(name, { total, work: 64 * out.length }, (from, to) => [at(out), from, to, ...counters(draw)]);
    };

  let lists = int32(0);
  const tileTable = createTileTable(int32);

  const memoryOf = { at, normals: float32(drawnAtOnce * threads.count) };
  const alone = createSharedCalls(plan, memoryOf);
  const together = createSharedCalls(
    (name, load, args) => plan(name, { ...load, work: Infinity }, args),
    memoryOf,
  );
  const { packCall, multiplyCall, leakCall, settleCall, callsOf } = alone;
  const packInto = (packed: PackedRows, a: Float32Array, options: PackOptions): void => {
    packed.size = total(threads.run(packCall(packed, a, options)));
  };

  const kernels: Kernels = Object.freeze<Kernels>({
    ...createSimdImageKernels({ share, addressOf: at }),
    ...createSimdNodeKernels({ share, addressOf: at, int32 }),
    name: fast ? 'simd-fast' : 'simd',
    threads: threads.count,
    dispose: threads.dispose,
    float32,
    int32,
    packRows: (packed, a, rows, span) => packInto(packed, a, { rows, ...(span && { span }) }),
    packChanges: (packed, a, options) => packInto(packed, a, options),
    squarePacked({ kinds, starts, values, rows, cols }) {
      wasm.squareValues(at(values), at(kinds), at(starts), at(values), rows, cols, 0, Math.ceil(rows / 4));
    },
    multiplyInto(out, packed, panels, options = {}) {
      threads.run(multiplyCall(out, packed, panels, { ...options, size: packed.size }));
    },
    multiplyFewInto(out, a, rows, { rows: units, cols, depth, data }) {
      share('multiplyFew', { total: Math.ceil(rows / 4), work: rows * cols * units }, (from, to) => [
        at(out),
        at(a),
        rows,
        cols,
        at(data),
        units,
        depth,
        from,
        to,
      ]);
    },
    packOuter(packed, { post, pre, rows, scale }) {
      packed.rows = rows;
      packed.pre = pre;
      const { rowsOfPre, preCols, postCols, flags, groups } = packed;
      wasm.packColumns(at(packed.post), at(flags), at(post), rows, postCols, scale);
      packInto(rowsOfPre, pre, { rows, isSingle: true });
      packed.isThin = rowsOfPre.size < rows * preCols * thinBelow;
      packed.groupCount = packed.isThin ? 0 : wasm.activeGroups(at(groups), at(pre), rows, preCols);
    },
    accumulateOuter(target, packed, { from, to } = { from: 0, to: panelCount(packed.postCols) }) {
      const { preCols: cols, post, flags, pre, rows, groups, groupCount, isThin } = packed;
      const { starts, indices, values, size } = packed.rowsOfPre;
      const shape = [at(target), cols, cols + (cols & 1), from] as const;
      const work = (to - from) * 8 * (isThin ? size : groupCount * 4 * rows);
      const load = { total: to - from, work, first: from };
      if (isThin) {
        share('accumulateSingles', load, (first, last) => [
          ...shape,
          first,
          last,
          at(post),
          at(flags),
          rows,
          at(starts),
          at(indices),
          at(values),
        ]);
        return;
      }
      share('accumulateOuter', load, (first, last) => [
        ...shape,
        first,
        last,
        at(post),
        at(flags),
        at(pre),
        rows,
        at(groups),
        groupCount,
      ]);
    },
    transposeInto(out, panels) {
      const { rows, cols } = panels;
      share('transposePanels', { total: panelCount(cols), work: 8 * rows * cols }, (from, to) => [
        at(out.data),
        at(panels.data),
        rows,
        cols,
        from,
        to,
      ]);
    },
    uniformInto: fill('fillUniform'),
    normalInto: fill('fillNormal'),
    maskInto(out, { draw, count: n, dropped, kept }) {
      share('fillMask', { total: Math.ceil(n / 16), work: 32 * n }, (from, to) => [
        at(out),
        from,
        to,
        dropped,
        kept,
        ...counters(draw),
      ]);
    },
    roundInto(counts, wanted, { count: n, factor, limit, draw, firstIndex }) {
      const kernel = draw ? 'roundStochastic' : 'roundNearest';
      const results = share(kernel, { total: Math.ceil(n / 16), work: 16 * n }, (from, to) => [
        at(counts, 16 * from),
        at(wanted, 16 * from),
        Math.min(16 * to, n) - 16 * from,
        factor,
        limit,
        ...(draw ? [firstIndex / 16 + from, ...counters(draw)] : []),
      ]);
      return results.reduce((sum, pulsed) => sum + pulsed, 0);
    },
    pulse({ response, state }, given, { count: n, firstIndex, draw }) {
      if (!Object.values(state.arrays).every(allocator.owns)) return false;
      const [table, counts] = [at(deviceTable(response, state)), countsHere(given, n)];
      share('pulse', { total: Math.ceil(n / 16), work: 64 * n }, (from, to) => [
        table,
        at(counts, 16 * from),
        Math.min(16 * to, n) - 16 * from,
        firstIndex / 16 + from,
        ...counters(draw),
      ]);
      return true;
    },
    differentialInto(weights, squares, { plusS, minusS, span, scaleS, grid, wires = null }) {
      const arrays = [weights, squares, plusS, minusS];
      const shares = [wires?.plusShare ?? null, wires?.minusShare ?? null, wires?.rest ?? null];
      const total = Math.ceil((span.to - span.from) / 16);
      share('differential', { total, work: 256 * total }, (from, to) => {
        const first = span.from + 16 * from;
        const n = Math.min(span.from + 16 * to, span.to) - first;
        const [outAndIn, behind] = [arrays, shares].map((list) => list.map((array) => at(array, first)));
        return [...outAndIn, n, 1 / scaleS, ...gridOf(grid), ...behind];
      });
    },
    countPulses(notes, counts, { span, depth, plusS, plusTaken, minusS, minusTaken }) {
      for (let p = span.from; p < span.to; p++) {
        const [here, all] = [(p - span.from) * depth * 8, p * depth * 8];
        wasm.tally(
          at(counts, here),
          depth,
          p,
          notes.tileOutputs,
          notes.tileInputs,
          at(plusS, here),
          at(minusS, here),
          at(plusTaken, all),
          at(minusTaken, all),
          at(notes.up),
          at(notes.down),
          at(notes.pulses),
          at(notes.conductanceS),
        );
      }
    },
    writePanels(packed, { rounding, device, plus, minus, weights, squares, scaleS, grid, notes }) {
      const { preCols: cols, postCols, post, flags, pre, rows, groups, groupCount, isThin } = packed;
      const { starts, indices, values } = packed.rowsOfPre;
      const depth = cols + (cols & 1);
      const { factor, limit, draw } = rounding;
      const [step, , key0, key1] = draw.random
        ? counters({ ...draw, random: draw.random })
        : [draw.step, 0, 0, 0];
      const [ofPlus, ofMinus] = [plus, minus].map(({ state, cycle }) => [
        at(deviceTable(device.pulseResponse!, state)),
        ...cycle.key,
      ]);
      const total = panelCount(postCols);
      panelScratch(0, depth * 8);
      const results = share('writePanels', { total, work: total * 8 * cols * 16 }, (from, to, thread) => [
        cols,
        depth,
        from,
        to,
        at(post),
        at(flags),
        at(pre),
        rows,
        at(groups),
        groupCount,
        isThin ? at(starts) : 0,
        at(indices),
        at(values),
        at(panelScratch(thread, 0).wanted),
        at(panelScratch(thread, 0).counts),
        factor,
        limit,
        draw.random ? 1 : 0,
        step,
        key0,
        key1,
        ...ofPlus,
        ...ofMinus,
        at(weights),
        at(squares),
        1 / scaleS,
        ...gridOf(grid),
        notes.tileOutputs,
        notes.tileInputs,
        at(notes.plusTaken),
        at(notes.minusTaken),
        ...[notes.up, notes.down].map((lines) => at(lines, (thread * lines.length) / threads.count)),
        at(notes.pulses),
        at(notes.conductanceS),
      ]);
      return results.reduce((sum, pairs) => sum + pairs, 0);
    },
    readTiles(sum, drive, read) {
      // Alone most calls would be too small to share out.
      const isShared = read.batch * read.packed.cols * read.weights.rows >= leastShared;
      const job = { table: tileTable(read.tiles), read };
      const calls = (isShared ? together : alone).readCalls(sum, drive, job);
      return total(threads.runInTurn(calls)[calls.length - 1]);
    },
    digitiseInto: (out, partial, options) => total(threads.run(alone.digitiseCall(out, partial, options))),
    leakInto: (state, layer) => threads.run(leakCall(state, layer)).reduce((a, b) => Math.max(a, b)),
    settleInto: (state, layer) => threads.run(settleCall(state, layer)).reduce((a, b) => Math.max(a, b)),
    winnersInto(target, outputs, { threshold, ties, mask, units, rows, count: k, winner, loser }) {
      const arrays = [target, outputs, threshold, ties, mask].map((array) => at(array));
      // Scores and lots are doubles, units are whole numbers: 5 words a winner, 6 to stay aligned.
      if (lists.length < 6 * k * threads.count) lists = int32(6 * k * threads.count);
      share('winnerTarget', { total: rows, work: 16 * rows * units }, (from, to, thread) => [
        ...arrays,
        at(lists, 6 * k * thread),
        units,
        k,
        winner,
        loser,
        from,
        to,
      ]);
    },
    contrastInto(difference, sums, { after, before, rows, units, scale, stacked }) {
      const arrays = [difference, sums, after, before].map((array) => at(array));
      share('contrast', { total: Math.ceil(units / 16), work: 16 * rows * units }, (from, to) => [
        ...arrays,
        rows,
        units,
        scale,
        Number(stacked),
        16 * from,
        Math.min(16 * to, units),
      ]);
    },
    repeat(calls, until) {
      const own = calls.filter((call) => call.kind !== 'other');
      if (own.length < calls.length) return repeatCalls(kernels, calls, until);
      return threads.repeat(own.flatMap(callsOf), until);
    },
    adamInto(values, wanted, { means, squares, size, inverseRoot }) {
      const arrays = [values, wanted, means, squares].map((array) => at(array));
      const { length } = values;
      share('adam', { total: Math.ceil(length / 16), work: 32 * length }, (from, to) => [
        ...arrays,
        16 * from,
        Math.min(16 * to, length),
        size,
        inverseRoot,
      ]);
    },
  });
  return kernels;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** As the compiled kernels take it: lowest level, spacing, number of the last level. */
function gridOf({ lowestS, spacingS, levels = 1 }: ConductanceGrid): readonly number[] {
  return [lowestS, spacingS, levels - 1];
}

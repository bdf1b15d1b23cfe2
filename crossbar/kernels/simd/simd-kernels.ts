import { type Draw, InputError } from '../../../devices/index.js';
import type { Kernels } from '../contract/kernels.js';
import type { PackedRows } from '../contract/packed.js';
import { panelCount } from '../contract/panels.js';
import { createTileTable } from '../contract/tile-table.js';
import { fastBase64, strictBase64 } from '../wasm-module.generated.js';
import { createAllocator } from './allocator.js';
import { decodeBase64 } from './decode-base64.js';
import { instantiate, kernelNames, type NativeEngine } from './instance.js';
import { repeatCalls } from './repeat-calls.js';
import {
  counters,
  createSharedCalls,
  drawnAtOnce,
  type Load,
  type PackOptions,
  type Share,
  type ShareArguments,
} from './shared-calls.js';
import { createSimdImageKernels } from './simd-image-kernels.js';
import { createSimdLearningKernels } from './simd-learning-kernels.js';
import { createSimdNodeKernels } from './simd-node-kernels.js';
import { createSimdWriteKernels } from './simd-write-kernels.js';
import { createThreads, type SharedCall, type StartWorker } from './threads.js';

export interface SimdOptions {
  /**
   * Threads to share large calls out to, this one included; 1 by default. The results do not depend
   * on it.
   */
  readonly threads?: number;
  /** Needed for more than one thread. */
  readonly startWorker?: StartWorker;
  /** Native kernels, to the same bits, in place of those that they replace; not with `fast`. */
  readonly engine?: NativeEngine | null;
  /**
   * Multiplies and adds in one relaxed instruction where the host has it: faster, but the last bits
   * depend on the processor. False by default. Throws InputError where the host lacks relaxed SIMD;
   * see `isFastSupported`.
   */
  readonly fast?: boolean;
  /**
   * Work of the smallest call that is shared out, in multiply-adds, or elements times 16; 2^18 by
   * default: some 25 us on one thread, a few times what a dispatch takes while the other threads
   * still spin; from 2^21 on they would be asleep by then. A thread gets half of that at least.
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
 * Kernels compiled to WebAssembly SIMD over one shared memory, which grows as arrays are asked for
 * and is freed with the object. Work is shared out by panels, rows or blocks of which each belongs
 * to one thread: same bits for any number of threads. Throws where the host has no SIMD or no
 * shared memory (in a browser: a page that is not cross-origin isolated); `createTypescriptKernels`
 * runs everywhere.
 */
export function createSimdKernels({
  threads: count = 1,
  startWorker,
  engine = null,
  fast = false,
  leastShared = 1 << 18,
}: SimdOptions = {}): Kernels {
  if (fast && !isFastSupported())
    throw new InputError('fast kernels need relaxed SIMD, which this host lacks');
  if (fast && engine) throw new InputError('fast kernels are WebAssembly, expected no native ones beside');
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const module = new WebAssembly.Module(decodeBase64(fast ? fastBase64 : strictBase64));
  const wasm = instantiate(module, memory, engine);
  const threads = createThreads(wasm, { count, module, memory, engine, startWorker });
  const numbers = new Map<string, number>(kernelNames(wasm).map((name, number) => [name, number]));
  const allocator = createAllocator(memory);
  const at = allocator.addressOf;
  const float32 = allocator.float32;
  const int32 = allocator.int32;

  /** A kernel call on 0 .. total - 1, in one piece or a part a thread. */
  const plan = (name: string, { total, work, first = 0 }: Load, args: ShareArguments): SharedCall => {
    const pieces = Math.max(1, Math.min(threads.count, total, Math.floor((2 * work) / leastShared)));
    const bound = (thread: number) => first + Math.floor((total * thread) / pieces);
    const shares = Array.from({ length: pieces }, (_, t) => args(bound(t), bound(t + 1), t));
    return { kernel: numbers.get(name)!, shares };
  };
  const share: Share = (name, load, args) => threads.run(plan(name, load, args));

  const fill =
    (name: string) =>
    (out: Float32Array, draw: Draw): void => {
      const total = Math.ceil(out.length / 16);
      share(name, { total, work: 64 * out.length }, (from, to) => [at(out), from, to, ...counters(draw)]);
    };

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
    ...createSimdWriteKernels({ share, wasm, allocator, threads: threads.count }),
    ...createSimdLearningKernels({ share, allocator, threads: threads.count }),
    name: fast ? 'simd-fast' : 'simd',
    engine: engine ? `native ${engine.set}` : fast ? 'wasm relaxed-simd' : 'wasm simd128',
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
    repeat(calls, until) {
      const own = calls.filter((call) => call.kind !== 'other');
      if (own.length < calls.length) return repeatCalls(kernels, calls, until);
      return threads.repeat(own.flatMap(callsOf), until);
    },
  });
  return kernels;
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

import type { KernelExports, KernelFunction } from '../contract/kernel-signatures.js';
import type { RoundLimit, RoundsDone } from '../contract/rounds.js';
import { repeatRounds } from '../repeat-rounds.js';
import { instantiate, kernelNames, type NativeEngine } from './instance.js';

/**
 * The kernels' worker threads: every worker holds an instance of the same WebAssembly module over
 * the same shared memory, and one dispatch gives each thread, the calling one included, its share
 * of a kernel call or of many in turn. Nothing here creates a thread: `StartWorker` is handed in,
 * so that this runs wherever threads and blocking waits exist.
 */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The native kernels to load; null for none. */
  readonly native: NativeFile | null;
  readonly control: SharedArrayBuffer;
  readonly count: number;
  /** 1 .. threads - 1; the calling thread is 0. */
  readonly index: number;
}

export type NativeFile = Pick<NativeEngine, 'file' | 'set'>;

/** Has `runKernelWorker(start)` called on another thread; returns what ends that thread. */
export type StartWorker = (start: WorkerStart) => () => void;

/**
 * One kernel call, shared out: kernel number `kernel` of the sorted export names with shares[t] on
 * thread t.
 */
export interface SharedCall {
  readonly kernel: number;
  readonly shares: readonly (readonly number[])[];
  /** Its result is the largest change of a state. */
  readonly isMeasured?: boolean;
}

export interface Threads {
  readonly count: number;
  /** Makes one call; the results of its shares in their order. */
  readonly run: (call: SharedCall) => number[];
  /**
   * Makes calls in turn, each when all shares of the one before are done; the results of each as of
   * `run`.
   */
  readonly runInTurn: (calls: readonly SharedCall[]) => number[][];
  /**
   * Makes calls in turn, round after round, each when all shares of the one before are done: see
   * `Kernels.repeat`.
   */
  readonly repeat: (calls: readonly SharedCall[], until: RoundLimit) => RoundsDone;
  readonly dispose: () => void;
}

// Words of the control block: a count of dispatches, workers still busy, whether one failed,
// threads asleep; threads at the barrier and how often it opened; calls of a round and most rounds.
const GENERATION = 0;
const BUSY = 1;
const FAILED = 2;
const ASLEEP = 3;
const ARRIVED = 4;
const PHASE = 5;
const CALLS = 6;
const LIMIT = 7;
const WORDS = 8;
const EXIT = -1;
/**
 * Doubles a call and thread: number of the kernel, whether it is measured, its arguments, the last
 * one for the result.
 */
const SLOT = 64;
const IDLE = -1;
const MAX_CALLS = 64;
const MAX_THREADS = 64;
/** Looks at the control word before a thread goes to sleep: about a tenth of a millisecond. */
const SPINS = 20_000;

/**
 * The control block of `count` threads: words, the tolerance, two changes a thread for odd and even
 * rounds, slots.
 */
function createViews(control: SharedArrayBuffer, count: number) {
  const words = new Int32Array(control, 0, WORDS);
  const numbers = new Float64Array(control, 4 * WORDS, 1 + 2 * count);
  const slots = new Float64Array(control, 4 * WORDS + numbers.byteLength);
  const parts: Float64Array[] = [];
  const slot = (thread: number, call: number) => {
    const at = thread * MAX_CALLS + call;
    parts[at] ??= slots.subarray(at * SLOT, (at + 1) * SLOT);
    return parts[at];
  };
  return { words, numbers, slot };
}

type Views = ReturnType<typeof createViews>;

const controlBytes = (count: number) => 4 * WORDS + 8 * (1 + 2 * count + count * MAX_CALLS * SLOT);

export function createThreads(
  own: KernelExports,
  options: {
    count: number;
    module: WebAssembly.Module;
    memory: WebAssembly.Memory;
    engine: NativeEngine | null;
    startWorker: StartWorker | undefined;
  },
): Threads {
  const { module, memory, engine, startWorker } = options;
  const native = engine && { file: engine.file, set: engine.set };
  const count = startWorker ? Math.min(options.count, MAX_THREADS) : 1;
  const control = new SharedArrayBuffer(controlBytes(count));
  const views = createViews(control, count);
  const { words, numbers, slot } = views;
  const kernels = kernelNames(own).map((name) => own[name]);
  const ends = Array.from(
    { length: count - 1 },
    (_, i) => startWorker?.({ module, memory, native, control, count, index: i + 1 }) ?? (() => undefined),
  );

  const dispatch = (calls: number) => {
    words[CALLS] = calls;
    Atomics.store(words, BUSY, count - 1);
    Atomics.add(words, GENERATION, 1);
    wake(words, GENERATION);
  };

  const repeat: Threads['repeat'] = (calls, { limit, tolerance }) => {
    const isShared = calls.some(({ shares }) => shares.length > 1);
    if (!isShared || calls.length > MAX_CALLS) {
      // Too little work, or too many calls, to send threads off for all of it.
      return repeatRounds({ limit, tolerance }, () =>
        calls.reduce((change, call) => {
          const results = call.shares.length > 1 ? run(call) : [kernels[call.kernel](...call.shares[0])];
          return call.isMeasured ? Math.max(change, ...results) : change;
        }, 0),
      );
    }
    calls.forEach(({ kernel, shares, isMeasured }, c) => {
      for (let thread = 0; thread < count; thread++) {
        const own = slot(thread, c);
        own[0] = thread < shares.length ? kernel : IDLE;
        own[1] = Number(isMeasured ?? false);
        if (thread < shares.length) own.set(shares[thread], 2);
      }
    });
    words[LIMIT] = limit;
    numbers[0] = tolerance;
    dispatch(calls.length);
    const done = runCalls(kernels, { views, count, index: 0 });
    waitWhile(words, BUSY, (busy) => busy > 0);
    if (Atomics.load(words, FAILED) !== 0) throw new Error('a kernel failed on a worker thread');
    return done;
  };

  const runInTurn: Threads['runInTurn'] = (calls) => {
    if (calls.length > MAX_CALLS) {
      return [...runInTurn(calls.slice(0, MAX_CALLS)), ...runInTurn(calls.slice(MAX_CALLS))];
    }
    if (calls.every(({ shares }) => shares.length === 1)) {
      return calls.map(({ kernel, shares }) => [kernels[kernel](...shares[0])]);
    }
    repeat(calls, { limit: 1, tolerance: 0 });
    return calls.map(({ shares }, c) => shares.map((_, thread) => slot(thread, c)[SLOT - 1]));
  };
  const run: Threads['run'] = (call) => runInTurn([call])[0];

  return Object.freeze<Threads>({
    count,
    run,
    runInTurn,
    repeat,
    dispose() {
      if (count > 1) dispatch(EXIT);
      for (const end of ends) end();
    },
  });
}

/**
 * The main loop of a worker: waits for dispatches and does its share until it is stopped. Blocks
 * its thread. `loadNative` returns null where the file cannot be loaded here: the thread then goes
 * on with WebAssembly, to the same bits.
 */
export function runKernelWorker(
  { module, memory, native, control, count, index }: WorkerStart,
  loadNative: (native: NativeFile) => NativeEngine | null = () => null,
): void {
  const exports = instantiate(module, memory, native && loadNative(native));
  const kernels = kernelNames(exports).map((name) => exports[name]);
  const views = createViews(control, count);
  const { words } = views;
  for (let seen = 0; ; ) {
    seen = waitWhile(words, GENERATION, (generation) => generation === seen);
    if (words[CALLS] === EXIT) return;
    runCalls(kernels, { views, count, index });
    if (Atomics.sub(words, BUSY, 1) === 1) wake(words, BUSY);
  }
}

/** One thread's part of a dispatch. Every thread comes to the same end, from the changes of all. */
function runCalls(
  kernels: readonly KernelFunction[],
  { views: { words, numbers, slot }, count, index }: { views: Views; count: number; index: number },
): RoundsDone {
  const calls = Array.from({ length: words[CALLS] }, (_, c) => {
    const own = slot(index, c);
    const run = own[0] === IDLE ? null : kernels[own[0]];
    return { run, isMeasured: own[1] !== 0, args: run ? [...own.subarray(2, 2 + run.length)] : [], own };
  });
  const limit = words[LIMIT];
  // A single call is awaited at the end of the dispatch.
  const isAlone = limit === 1 && calls.length === 1;
  return repeatRounds({ limit, tolerance: numbers[0] }, (round) => {
    let change = 0;
    calls.forEach(({ run, isMeasured, args, own }, c) => {
      try {
        if (run) own[SLOT - 1] = run(...args) ?? 0;
        if (run && isMeasured) change = Math.max(change, own[SLOT - 1]);
      } catch {
        Atomics.store(words, FAILED, 1);
      }
      const isLast = c === calls.length - 1;
      // A thread may still read the changes of this round when another writes those of the next.
      const changes = 1 + (round % 2) * count;
      if (isLast) numbers[changes + index] = change;
      if (!isAlone) meet(words, count);
      if (isLast && !isAlone) change = Math.max(...numbers.subarray(changes, changes + count));
    });
    return change;
  });
}

/** Returns when all threads have come here. */
function meet(words: Int32Array, count: number): void {
  const phase = Atomics.load(words, PHASE);
  if (Atomics.add(words, ARRIVED, 1) === count - 1) {
    Atomics.store(words, ARRIVED, 0);
    Atomics.add(words, PHASE, 1);
    wake(words, PHASE);
  } else waitWhile(words, PHASE, (now) => now === phase);
}

/** Spins, then sleeps, while words[at] satisfies `holds`; returns the value that does not. */
function waitWhile(words: Int32Array, at: number, holds: (value: number) => boolean): number {
  for (let spin = 0; ; spin++) {
    const value = Atomics.load(words, at);
    if (!holds(value)) return value;
    if (spin < SPINS) continue;
    Atomics.add(words, ASLEEP, 1);
    Atomics.wait(words, at, value);
    Atomics.sub(words, ASLEEP, 1);
  }
}

/** Wakes who waits for words[at]; a system call that is spared while everyone spins. */
function wake(words: Int32Array, at: number): void {
  if (Atomics.load(words, ASLEEP) > 0) Atomics.notify(words, at);
}

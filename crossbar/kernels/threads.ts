/**
 * The kernels' worker threads: every worker holds an instance of the same WebAssembly module over the same shared
 * memory, and one dispatch gives each thread, the calling one included, its share of one kernel call. Nothing here
 * creates a thread: `StartWorker` is handed in, so that this runs wherever threads and blocking waits exist.
 */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  /** 1 .. threads - 1; the calling thread is 0. */
  readonly index: number;
}

/** Has `runKernelWorker(start)` called on another thread; returns what ends that thread. */
export type StartWorker = (start: WorkerStart) => () => void;

export type KernelExports = Record<string, (...args: number[]) => number>;

export interface Threads {
  readonly count: number;
  /** Calls kernel number `kernel` of the sorted export names with shares[t] on thread t; the results in that order. */
  readonly run: (kernel: number, shares: readonly (readonly number[])[]) => number[];
  readonly dispose: () => void;
}

// Words of the control block: a count of dispatches, workers still busy, whether one failed, threads asleep, and a
// kernel a thread.
const GENERATION = 0;
const BUSY = 1;
const FAILED = 2;
const ASLEEP = 3;
const KERNEL = 4;
const EXIT = -1;
const IDLE = -2;
/** Doubles a thread: its arguments, the last one for the result. */
const SLOT = 64;
const MAX_THREADS = 64;
/** Looks at the control word before a thread goes to sleep: about a tenth of a millisecond. */
const SPINS = 20_000;

const controlBytes = 4 * (KERNEL + MAX_THREADS) + 8 * SLOT * MAX_THREADS;

function views(control: SharedArrayBuffer) {
  return {
    words: new Int32Array(control, 0, KERNEL + MAX_THREADS),
    slots: new Float64Array(control, 4 * (KERNEL + MAX_THREADS)),
  };
}

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): KernelExports {
  const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } });
  return instance.exports as KernelExports;
}

/** Kernels by number, the same in every instance. */
export function kernelNames(exports: KernelExports): readonly string[] {
  return Object.keys(exports).sort();
}

export function createThreads(
  own: KernelExports,
  options: {
    count: number;
    module: WebAssembly.Module;
    memory: WebAssembly.Memory;
    startWorker: StartWorker | undefined;
  },
): Threads {
  const { module, memory, startWorker } = options;
  const count = startWorker ? Math.min(options.count, MAX_THREADS) : 1;
  const control = new SharedArrayBuffer(controlBytes);
  const { words, slots } = views(control);
  const names = kernelNames(own);
  const ends = Array.from(
    { length: count - 1 },
    (_, i) => startWorker?.({ module, memory, control, index: i + 1 }) ?? (() => undefined),
  );

  const dispatch = (kernelOf: (thread: number) => number) => {
    for (let thread = 1; thread < count; thread++) words[KERNEL + thread] = kernelOf(thread);
    Atomics.store(words, BUSY, count - 1);
    Atomics.add(words, GENERATION, 1);
    wake(words, GENERATION);
  };

  return Object.freeze<Threads>({
    count,
    run(kernel, shares) {
      for (let thread = 1; thread < shares.length; thread++) slots.set(shares[thread], thread * SLOT);
      dispatch((thread) => (thread < shares.length ? kernel : IDLE));
      const results = [own[names[kernel]](...shares[0])];
      waitWhile(words, BUSY, (busy) => busy > 0);
      if (Atomics.load(words, FAILED) !== 0)
        throw new Error(`kernel ${names[kernel]} failed on a worker thread`);
      for (let thread = 1; thread < shares.length; thread++) results.push(slots[(thread + 1) * SLOT - 1]);
      return results;
    },
    dispose() {
      if (count > 1) dispatch(() => EXIT);
      for (const end of ends) end();
    },
  });
}

/** A worker's whole life: waits for dispatches and does its share, until it is told to end. Blocks its thread. */
export function runKernelWorker({ module, memory, control, index }: WorkerStart): void {
  const exports = instantiate(module, memory);
  const names = kernelNames(exports);
  const { words, slots } = views(control);
  const slot = slots.subarray(index * SLOT, (index + 1) * SLOT);
  for (let seen = 0; ; ) {
    seen = waitWhile(words, GENERATION, (generation) => generation === seen);
    const kernel = words[KERNEL + index];
    if (kernel === EXIT) return;
    try {
      if (kernel >= 0) {
        const run = exports[names[kernel]];
        slot[SLOT - 1] = run(...slot.subarray(0, run.length)) ?? 0;
      }
    } catch {
      Atomics.store(words, FAILED, 1);
    }
    if (Atomics.sub(words, BUSY, 1) === 1) wake(words, BUSY);
  }
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

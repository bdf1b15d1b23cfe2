import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import {
  createSimdKernels,
  createTypescriptKernels,
  isFastSupported,
  type Kernels,
  type SimdOptions,
  type StartWorker,
} from '../../../crossbar/index.js';
import { InputError } from '../../../devices/index.js';
import { entryFile } from '../../data/package-root.js';
import type { EngineOptions } from './engine-names.js';
import { nativeKernels } from './native-engine.js';

export type KernelOptions = EngineOptions & Pick<SimdOptions, 'leastShared'>;

/**
 * Kernels on `threads` threads (default: as many as the machine has cores; `typescript` has one),
 * to be disposed of by the caller. Node 20 has the relaxed SIMD of `fast` behind a flag, which is
 * set here. Throws InputError as `checkEngine`.
 */
export function createThreadedKernels(
  threads = availableParallelism(),
  { engine, fast = false, ...options }: KernelOptions = {},
): Kernels {
  checkEngine({ engine, fast });
  if (engine === 'typescript') return createTypescriptKernels();
  if (fast && !isFastSupported()) setFlagsFromString('--experimental-wasm-relaxed-simd');
  const native = engine === 'wasm' || fast ? null : nativeKernels().engine;
  return createSimdKernels({ ...options, threads, startWorker, fast, engine: native });
}

/**
 * Throws InputError where `engine` is `native` and there are no native kernels, or is not that of
 * `fast`. Returns a line to show where the file of native kernels is not as it should be, else
 * null.
 */
export function checkEngine({ engine, fast = false }: EngineOptions): string | null {
  if (fast && engine !== undefined && engine !== 'wasm') {
    throw new InputError(`--fast: expected the engine wasm, which alone has it (got ${engine})`);
  }
  if (fast || engine === 'wasm' || engine === 'typescript') return null;
  const { engine: native, reason, warning } = nativeKernels();
  if (engine === 'native' && native === null) {
    throw new InputError(`--engine native: there are no native kernels: ${reason}`);
  }
  return warning;
}

const startWorker: StartWorker = (workerData) => {
  const worker = new Worker(entryFile('#kernel-worker'), { workerData });
  worker.unref();
  return () => void worker.terminate();
};

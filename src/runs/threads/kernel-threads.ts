import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import {
  createSimdKernels,
  isFastSupported,
  type Kernels,
  type SimdOptions,
  type StartWorker,
} from '../../../crossbar/index.js';
import { entryFile } from '../../data/package-root.js';

/**
 * SIMD kernels on `threads` threads (default: as many as the machine has cores), to be disposed of
 * by the caller. Node 20 has the relaxed SIMD of `fast` behind a flag, which is set here. Throws
 * InputError.
 */
export function createThreadedKernels(
  threads = availableParallelism(),
  options: Pick<SimdOptions, 'fast' | 'leastShared'> = {},
): Kernels {
  if (options.fast && !isFastSupported()) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return createSimdKernels({ ...options, threads, startWorker });
}

const startWorker: StartWorker = (workerData) => {
  const worker = new Worker(entryFile('#kernel-worker'), { workerData });
  worker.unref();
  return () => void worker.terminate();
};

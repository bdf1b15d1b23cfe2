import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createSimdKernels, type Kernels, type StartWorker } from '../../crossbar/index.js';
import { packageRoot } from '../data/package-root.js';

/** SIMD kernels on `threads` threads (default: as many as the machine has cores), to be disposed of by the caller. */
export function createThreadedKernels(threads = availableParallelism()): Kernels {
  return createSimdKernels({ threads, startWorker });
}

/** A worker thread on the compiled entry: the sources run from TypeScript too, their workers cannot. */
const startWorker: StartWorker = (workerData) => {
  const worker = new Worker(join(packageRoot(), 'dist/src/runs/kernel-worker.js'), { workerData });
  worker.unref();
  return () => void worker.terminate();
};

import type { Kernels } from '../../crossbar/index.js';
import { createThreadedKernels } from '../../src/runs/threads/kernel-threads.js';

/** Uses kernels on `threads` threads, and ends the threads, whatever becomes of it. */
export async function withKernels<T>(threads: number, use: (kernels: Kernels) => Promise<T>): Promise<T> {
  const kernels = createThreadedKernels(threads);
  try {
    return await use(kernels);
  } finally {
    kernels.dispose();
  }
}

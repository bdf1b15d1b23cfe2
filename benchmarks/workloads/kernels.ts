import type { Kernels } from '../../crossbar/index.js';
import { createThreadedKernels } from '../../src/runs/threads/kernel-threads.js';
import type { BenchmarkContext } from '../shared/benchmark.js';

/**
 * Uses the kernels of `engine` on `threads` threads, and ends the threads, whatever becomes of it.
 */
export async function withKernels<T>(
  { threads, engine }: Pick<BenchmarkContext, 'threads' | 'engine'>,
  use: (kernels: Kernels) => Promise<T>,
): Promise<T> {
  const kernels = createThreadedKernels(threads, { engine });
  try {
    return await use(kernels);
  } finally {
    kernels.dispose();
  }
}

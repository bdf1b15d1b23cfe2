import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { EngineName } from '../../src/runs/threads/engine-names.js';
import { createThreadedKernels } from '../../src/runs/threads/kernel-threads.js';

/**
 * Where the figures were taken, with which kernels. `load` = processes that wanted a core over the
 * last minute, this one among them.
 */
export function machine(engine?: EngineName) {
  const [minute] = loadavg();
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    load: minute,
    engine: nameOfEngine(engine),
  };
}

function nameOfEngine(engine: EngineName | undefined): string {
  const kernels = createThreadedKernels(1, { engine });
  kernels.dispose();
  return kernels.engine;
}

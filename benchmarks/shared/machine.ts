import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/**
 * Where the figures were taken. `load` = processes that wanted a core over the last minute, this
 * one among them.
 */
export function machine() {
  const [minute] = loadavg();
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    load: minute,
  };
}

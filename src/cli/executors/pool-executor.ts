import type { CliIo } from '../shared/cli-io.js';
import { defineExecutor, lasting, type TaskOptions } from './executor-definition.js';

export const poolExecutor = defineExecutor({
  name: 'pool',
  summary: 'threads of this machine',
  isLocal: true,
  options: [],
  open,
  prepare: lasting(open),
});

async function open({ workers, threads, engine }: TaskOptions, _: CliIo) {
  const { createWorkerPool } = await import('../../runs/executors/pool.js');
  return createWorkerPool({ workers, threads, engine });
}

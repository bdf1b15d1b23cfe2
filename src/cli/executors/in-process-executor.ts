import type { CliIo } from '../shared/cli-io.js';
import { defineExecutor, lasting, type TaskOptions } from './executor-definition.js';

export const inProcessExecutor = defineExecutor({
  name: 'in-process',
  summary: 'one after another, here',
  isLocal: true,
  options: [],
  open,
  prepare: lasting(open),
});

async function open({ threads, engine: kernels }: TaskOptions, { engine, nowSec }: CliIo) {
  const { createInProcess } = await import('../../experiments/tasks/in-process.js');
  return createInProcess({ nowSec, createKernels: await engine.createKernels({ threads, engine: kernels }) });
}

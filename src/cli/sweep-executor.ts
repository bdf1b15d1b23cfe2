import { join, resolve } from 'node:path';
import { packageRoot } from '../data/package-root.js';
import type { Executor } from '../experiments/executor.js';
import { createInProcess } from '../experiments/in-process.js';
import { type CliIo, printLine } from './cli-io.js';
import type { Sweep } from './run-sweep.js';
import type { SweepOptions } from './sweep.js';

/** Indices of a Slurm array that nobody has chosen: Slurm itself takes about a thousand. */
const mostIndices = 100;

/** The executor that the options name, to be closed by the caller. What it needs is loaded when it is asked for. */
export async function createExecutor(
  { options, ...sweep }: Sweep & { readonly options: SweepOptions },
  io: CliIo,
): Promise<Executor & { readonly close?: () => Promise<void> }> {
  const { executor, workers, threads, redis } = options;
  const told = (message: string) => printLine(io.stderr, message);
  switch (executor) {
    case 'pool': {
      const { createPool } = await import('../runs/pool.js');
      return createPool({ workers, threads });
    }
    case 'bullmq': {
      const { createQueueExecutor } = await import('../runs/queue-executor.js');
      return createQueueExecutor({ url: redis, lost: told });
    }
    case 'slurm':
      return slurmExecutor({ options, ...sweep }, told);
    case 'in-process':
      return createInProcess({ nowSec: io.nowSec, createKernels: await io.engine.createKernels(options) });
  }
}

async function slurmExecutor(
  { options, plan, tasks, files, folder }: Sweep & { readonly options: SweepOptions },
  told: (message: string) => void,
): Promise<Executor> {
  const { array = mostIndices, threads = 1, sbatch } = options;
  const { createSlurmExecutor } = await import('../runs/slurm-executor.js');
  return createSlurmExecutor({
    ...{ name: plan.name, threads, sbatch, told },
    arraySize: Math.max(1, Math.min(array, tasks.length)),
    node: process.execPath,
    main: join(packageRoot(), 'dist/src/cli/main.js'),
    folder: resolve(folder.path),
    keys: tasks.map(({ key }) => key),
    find: files.find,
  });
}

import { resolve } from 'node:path';
import { entryFile } from '../../data/package-root.js';
import type { Executor } from '../../experiments/tasks/executor.js';
import { createInProcess } from '../../experiments/tasks/in-process.js';
import type { SlurmOptions } from '../../runs/executors/slurm-executor.js';
import { type CliIo, printLine } from '../shared/cli-io.js';
import type { SweepOptions } from './sweep.js';
import type { Sweep } from './types.js';

/** Indices of a Slurm array that nobody has chosen: Slurm itself takes about a thousand. */
const maxIndices = 100;

/** An executor that can be had, before anything is written for it. */
export interface PreparedExecutor {
  readonly executorFor: (sweep: Sweep) => Executor;
  readonly close: () => Promise<void>;
}

/**
 * The executor that the options name, to be closed by the caller. What it needs is loaded when it
 * is asked for. Throws InputError where the server or the program that it needs is not there.
 */
export async function prepareExecutor(options: SweepOptions, io: CliIo): Promise<PreparedExecutor> {
  const { executor, workers, threads, redis } = options;
  const onMessage = (message: string) => printLine(io.stderr, message);
  switch (executor) {
    case 'pool': {
      const { createWorkerPool: createPool } = await import('../../runs/executors/pool.js');
      return lasting(createPool({ workers, threads }));
    }
    case 'bullmq': {
      const { createQueueExecutor } = await import('../../runs/executors/queue-executor.js');
      return lasting(await createQueueExecutor({ url: redis, lost: onMessage, signal: io.signal }));
    }
    case 'slurm': {
      const { checkSlurm, createSlurmExecutor } = await import('../../runs/executors/slurm-executor.js');
      checkSlurm();
      const executorFor = (sweep: Sweep) => createSlurmExecutor(slurmOptions(sweep, options, onMessage));
      return { executorFor, close: async () => undefined };
    }
    case 'in-process': {
      const createKernels = await io.engine.createKernels(options);
      return lasting(createInProcess({ nowSec: io.nowSec, createKernels }));
    }
  }
}

function lasting(executor: Executor & { readonly close?: () => Promise<void> }): PreparedExecutor {
  return { executorFor: () => executor, close: async () => executor.close?.() };
}

function slurmOptions(
  { plan, tasks, files, folder }: Sweep,
  { array = maxIndices, threads = 1, sbatch }: SweepOptions,
  onMessage: (message: string) => void,
): SlurmOptions {
  return {
    name: plan.name,
    threads,
    sbatch,
    onMessage,
    arraySize: Math.max(1, Math.min(array, tasks.length)),
    node: process.execPath,
    main: entryFile('#main'),
    folder: resolve(folder.path),
    keys: tasks.map(({ key }) => key),
    find: files.find,
  };
}

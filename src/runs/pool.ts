import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { packageRoot } from '../data/package-root.js';
import type { Executor, Task, TaskOutcome } from '../experiments/executor.js';

export interface PoolOptions {
  /** Tasks run at the same time, each on a thread of its own; by default as many as the machine has cores. */
  readonly workers?: number | undefined;
  /** Kernel threads of each; 1 by default. */
  readonly threads?: number | undefined;
}

/** Worker threads that run tasks for as long as the pool is open. */
export interface Pool extends Executor {
  readonly workers: number;
  /** One task; null where it was aborted. A worker that dies fails its task and is replaced. */
  readonly run: (task: Task, signal?: AbortSignal) => Promise<TaskOutcome | null>;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** To be closed by the caller. */
export function createPool({ workers = availableParallelism(), threads = 1 }: PoolOptions = {}): Pool {
  const pool = new Piscina({
    // Compiled: the sources run from TypeScript too, their workers cannot.
    filename: join(packageRoot(), 'dist/src/cli/task-worker.js'),
    workerData: { threads },
    // None before there is a task: a thread that is ended while it loads its modules can crash Node 20.
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: 1000,
  });
  const run = async (task: Task, signal?: AbortSignal): Promise<TaskOutcome | null> => {
    try {
      return await pool.run(task, signal && { signal });
    } catch (error) {
      if (signal?.aborted) return null;
      return { key: task.key, status: 'failed', error: `the worker ended: ${(error as Error).message}` };
    }
  };
  return Object.freeze<Pool>({
    name: 'pool',
    workers,
    run,
    async execute(tasks, { finished, signal }) {
      const queue = tasks.values();
      const serve = async () => {
        for (const task of queue) {
          if (signal?.aborted) return;
          const outcome = await run(task, signal);
          if (outcome) finished(outcome);
        }
      };
      await Promise.all(Array.from({ length: workers }, serve));
    },
    close: () => pool.destroy(),
  });
}

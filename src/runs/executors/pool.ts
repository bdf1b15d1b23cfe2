import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { entryFile } from '../../data/package-root.js';
import type { Executor, Task } from '../../experiments/tasks/executor.js';
import type { Attempt } from '../../experiments/tasks/run-task.js';
import { executeOn } from '../execute-on.js';
import type { EngineName } from '../threads/engine-names.js';

export interface WorkerPoolOptions {
  /**
   * Tasks run at the same time, each on a thread of its own; by default as many as the machine has
   * cores.
   */
  readonly workers?: number | undefined;
  /** Kernel threads of each; 1 by default. */
  readonly threads?: number | undefined;
  readonly engine?: EngineName | undefined;
}

/** Worker threads that run tasks for as long as the pool is open. */
export interface WorkerPool extends Executor {
  readonly workers: number;
  /** One task; null where it was aborted. A worker that dies disturbs its task and is replaced. */
  readonly run: (task: Task, signal?: AbortSignal) => Promise<Attempt>;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** To be closed by the caller. */
export function createWorkerPool({
  workers = availableParallelism(),
  threads = 1,
  engine,
}: WorkerPoolOptions = {}): WorkerPool {
  const pool = new Piscina({
    filename: entryFile('#task-worker'),
    workerData: { threads, engine },
    // None before there is a task: a thread that is ended while it loads its modules can crash Node
    // 20.
    minThreads: 0,
    maxThreads: workers,
    idleTimeout: 1000,
  });
  const run = async (task: Task, signal?: AbortSignal): Promise<Attempt> => {
    try {
      return await pool.run(task, signal && { signal });
    } catch (error) {
      if (signal?.aborted) return null;
      return { key: task.key, status: 'disturbed', error: `the worker ended: ${(error as Error).message}` };
    }
  };
  return Object.freeze<WorkerPool>({
    name: 'pool',
    workers,
    run,
    execute: (tasks, options) => executeOn({ workers, run }, tasks, options),
    close: () => pool.destroy(),
  });
}

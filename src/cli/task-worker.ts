import { workerData } from 'piscina';
import type { Task } from '../experiments/tasks/executor.js';
import { type Attempt, createTaskRunner } from '../experiments/tasks/run-task.js';
import type { EngineName } from '../runs/threads/engine-names.js';
import { createThreadedKernels } from '../runs/threads/kernel-threads.js';

// The entry of a pool's thread: see runs/pool.ts.
const { threads, engine } = workerData as { threads: number; engine: EngineName | undefined };

const run = createTaskRunner({
  nowSec: () => performance.now() / 1000,
  createKernels: () => createThreadedKernels(threads, { engine }),
});

export default (task: Task): Promise<Attempt> => run(task);

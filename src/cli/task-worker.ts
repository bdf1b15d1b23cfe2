import { workerData } from 'piscina';
import type { Task } from '../experiments/tasks/executor.js';
import { type Attempt, createTaskRunner } from '../experiments/tasks/run-task.js';
import { createThreadedKernels } from '../runs/threads/kernel-threads.js';

// The entry of a pool's thread: see runs/pool.ts.
const { threads } = workerData as { threads: number };

const run = createTaskRunner({
  nowSec: () => performance.now() / 1000,
  createKernels: () => createThreadedKernels(threads),
});

export default (task: Task): Promise<Attempt> => run(task);

import type { Executor } from './executor.js';
import { createTaskRunner, type TaskContext } from './run-task.js';

/** Tasks one after another, here: each with all the threads of its kernels. */
export function createInProcess(context: Omit<TaskContext, 'signal'>): Executor {
  return Object.freeze<Executor>({
    name: 'in-process',
    async execute(tasks, { finished, signal }) {
      const run = createTaskRunner({ ...context, ...(signal && { signal }) });
      for (const task of tasks) {
        if (signal?.aborted) return;
        const outcome = await run(task);
        if (outcome?.status === 'disturbed') throw new Error(`point ${task.key}: ${outcome.error}`);
        if (outcome) finished(outcome);
      }
    },
  });
}

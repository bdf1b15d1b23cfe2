import type { ExecuteOptions, Task } from '../experiments/tasks/executor.js';
import type { Attempt } from '../experiments/tasks/run-task.js';

/** Times that a task is tried whose worker ends. */
const maxAttempts = 3;

export interface Workers {
  readonly workers: number;
  readonly run: (task: Task, signal?: AbortSignal) => Promise<Attempt>;
}

/**
 * Runs tasks on workers, one at a time each. A task that is disturbed is tried again after the
 * others. Where an outcome cannot be taken, say on a full disk, what is in hand is left without
 * one, as in an abort. Throws what `finished` throws, and Error where tasks were disturbed at every
 * try.
 */
export async function executeOn(
  { workers, run }: Workers,
  tasks: readonly Task[],
  { finished, signal }: ExecuteOptions,
): Promise<void> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const queue = tasks.map((task) => ({ task, attempts: 1 }));
  const disturbed: string[] = [];
  const serve = async () => {
    for (let next = queue.shift(); next && !either.aborted; next = queue.shift()) {
      const { task, attempts } = next;
      const outcome = await run(task, either);
      if (outcome === null) continue;
      if (outcome.status !== 'disturbed') finished(outcome);
      else if (attempts < maxAttempts) queue.push({ task, attempts: attempts + 1 });
      else disturbed.push(`point ${task.key}: ${outcome.error}`);
    }
  };
  const serving = Array.from({ length: Math.min(workers, tasks.length) }, serve);
  try {
    await Promise.all(serving);
  } finally {
    stop.abort();
    await Promise.allSettled(serving);
  }
  const [first, ...more] = disturbed;
  if (first === undefined) return;
  const others = more.length > 0 ? `, and ${more.length} more points` : '';
  throw new Error(`${first}, ${maxAttempts} times${others}; --resume runs them again`);
}

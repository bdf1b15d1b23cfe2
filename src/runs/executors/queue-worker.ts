import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { TaskOutcome } from '../../experiments/tasks/executor.js';
import { parseTask } from '../../experiments/tasks/task.js';
import type { WorkerPool } from './pool.js';
import {
  connectRedis,
  loadQueuePackages,
  queueName,
  type RedisOptions,
  resultsName,
  taskKeyOf,
} from './redis.js';

export interface QueueWorkerOptions extends RedisOptions {
  /**
   * Runs the jobs, as many at a time as it has workers: this thread stays free to say that they are
   * alive.
   */
  readonly pool: WorkerPool;
  /** Told when it begins to wait for jobs. */
  readonly began: () => void;
  /** Told when a job has ended. */
  readonly ended: (key: string, status: 'done' | 'failed') => void;
}

/** Milliseconds that jobs in hand may take to go back. */
const mostCloseMs = 1000;

/** Results that nobody fetches are kept for a week. */
const keptSec = 7 * 24 * 3600;

/** Takes jobs from the queue until the signal aborts; those in hand then go back to it. */
export async function serveQueue({
  pool,
  signal,
  began,
  ended,
  ...options
}: QueueWorkerOptions): Promise<void> {
  const { Worker, WaitingError } = await loadQueuePackages();
  const redis = await connectRedis({ ...options, signal });
  const blocking = redis.duplicate();
  const store = async (outcome: TaskOutcome) => {
    await redis.hsetnx(resultsName, outcome.key, JSON.stringify(outcome));
    await redis.expire(resultsName, keptSec);
    ended(outcome.key, outcome.status);
  };
  const worker = new Worker(
    queueName,
    async (job, token) => {
      const key = taskKeyOf(String(job.id));
      const task = await parseTask(job.data, `job ${key}`).catch((error: Error) => error);
      if (task instanceof Error) {
        // The fault of the job itself: it is an outcome, and no worker tries it again.
        await store({ key, status: 'failed', error: task.message });
        return;
      }
      // A job runs again where its worker was thought dead: its first result stays.
      if (await redis.hexists(resultsName, task.key)) return;
      const outcome = await pool.run(task, signal);
      if (outcome === null) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      if (outcome.status === 'disturbed') throw new Error(outcome.error);
      await store(outcome);
    },
    {
      connection: blocking,
      concurrency: pool.workers,
      lockDuration: 10_000,
      stalledInterval: 5000,
      maxStalledCount: 5,
    },
  );
  // The connection reports trouble with the server; the worker continues when the server is back.
  worker.on('error', () => undefined);
  void worker.waitUntilReady().then(began, () => undefined);
  if (!signal.aborted) await once(signal, 'abort');
  // A server that does not answer keeps no one: its jobs go back to the queue when their locks run
  // out.
  await Promise.race([worker.close(), wait(mostCloseMs)]);
  for (const connection of [blocking, redis]) connection.disconnect();
  // The worker has made connections of its own.
  worker.disconnect().catch(() => undefined);
}

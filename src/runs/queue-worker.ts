import { once } from 'node:events';
import { parseTask } from '../experiments/task.js';
import type { Pool } from './pool.js';
import { connectRedis, loadQueuePackages, queueName, type RedisOptions, resultsName } from './redis.js';

export interface QueueWorkerOptions extends RedisOptions {
  /** Runs the jobs, as many at a time as it has workers: this thread stays free to say that they are alive. */
  readonly pool: Pool;
  readonly signal: AbortSignal;
  /** Told when a job has ended. */
  readonly ended: (key: string, status: 'done' | 'failed') => void;
}

/** Results that nobody fetches are kept for a week. */
const keptSec = 7 * 24 * 3600;

/** Takes jobs from the queue until the signal aborts; those in hand then go back to it. */
export async function serveQueue({ pool, signal, ended, ...options }: QueueWorkerOptions): Promise<void> {
  const { Worker, UnrecoverableError, WaitingError } = await loadQueuePackages();
  const redis = await connectRedis(options);
  const blocking = redis.duplicate();
  const worker = new Worker(
    queueName,
    async (job, token) => {
      const task = await parseTask(job.data, `job ${job.id}`).catch((error: Error) => {
        throw new UnrecoverableError(error.message);
      });
      // A job runs again where its worker was thought dead: its first result stays.
      if (await redis.hexists(resultsName, task.key)) return;
      const outcome = await pool.run(task, signal);
      if (outcome === null) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      await redis.hsetnx(resultsName, task.key, JSON.stringify(outcome));
      await redis.expire(resultsName, keptSec);
      ended(task.key, outcome.status);
    },
    {
      connection: blocking,
      concurrency: pool.workers,
      ...{ lockDuration: 10_000, stalledInterval: 5000, maxStalledCount: 5 },
    },
  );
  // Trouble with the server is told by the connection; the worker goes on when it is back.
  worker.on('error', () => undefined);
  if (!signal.aborted) await once(signal, 'abort');
  await worker.close();
  for (const connection of [blocking, redis]) connection.disconnect();
}

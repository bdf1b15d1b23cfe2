import { setTimeout as wait } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Executor, Task, TaskOutcome } from '../experiments/executor.js';
import { isMapping } from '../experiments/mapping.js';
import { connectRedis, loadQueuePackages, queueName, type RedisOptions, resultsName } from './redis.js';

/** To be closed by the caller. */
export type QueueExecutor = Executor & { readonly close: () => Promise<void> };

/** Milliseconds from one look for results to the next. */
const lookEveryMs = 300;

/**
 * Runs tasks on the workers of a queue, see `serveQueue`. A job runs again where its worker died; that each result is stored
 * once comes from Redis, which keeps the first. Jobs that a restart of the server has lost are added again. An abort leaves
 * jobs where they are: who asks for the same tasks later finds their results.
 */
export async function createQueueExecutor(options: RedisOptions): Promise<QueueExecutor> {
  const { Queue } = await loadQueuePackages();
  const redis = await connectRedis(options);
  const queue = new Queue(queueName, { connection: redis });
  return Object.freeze<QueueExecutor>({
    name: 'bullmq',
    async execute(tasks, { finished, signal }) {
      if (tasks.length === 0) return;
      const missing = new Map(tasks.map((task) => [task.key, task]));
      await addJobs(queue, [...missing.values()]);
      for (let idle = 0; missing.size > 0; ) {
        const found = [...(await storedOutcomes(redis, [...missing.keys()])), ...(await failedJobs(queue))];
        const ended = found.filter(({ key }) => missing.delete(key));
        ended.forEach(finished);
        await forget(queue, redis, ended);
        if (missing.size === 0 || signal?.aborted) return;
        // What neither waits nor has a result, at two looks in turn, is lost.
        idle = (await isIdle(queue)) ? idle + 1 : 0;
        if (idle > 1) await addJobs(queue, [...missing.values()]);
        await wait(lookEveryMs);
      }
    },
    async close() {
      await queue.close();
      redis.disconnect();
    },
  });
}

/** A job that is there already is left as it is. */
async function addJobs(queue: Queue, tasks: readonly Task[]): Promise<void> {
  const options = { attempts: 3, removeOnComplete: true };
  await queue.addBulk(
    tasks.map((task) => ({ name: task.kind, data: task, opts: { ...options, jobId: task.key } })),
  );
}

async function storedOutcomes(redis: Redis, keys: readonly string[]): Promise<readonly TaskOutcome[]> {
  const texts = await redis.hmget(resultsName, ...keys);
  return texts.flatMap((text) => {
    const outcome: unknown = text === null ? null : JSON.parse(text);
    return isMapping(outcome) ? [outcome as unknown as TaskOutcome] : [];
  });
}

/** Jobs that could not be read, or whose workers died again and again. */
async function failedJobs(queue: Queue): Promise<readonly TaskOutcome[]> {
  const jobs = await queue.getFailed();
  return jobs.map(({ id, failedReason }) => ({ key: id ?? '', status: 'failed', error: failedReason }));
}

/** Removes what has been handed on. */
async function forget(queue: Queue, redis: Redis, ended: readonly TaskOutcome[]): Promise<void> {
  for (const { key, status } of ended) {
    await redis.hdel(resultsName, key);
    if (status === 'failed') await queue.remove(key);
  }
}

async function isIdle(queue: Queue): Promise<boolean> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed');
  return Object.values(counts).every((count) => count === 0);
}

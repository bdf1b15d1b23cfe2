import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { InputError } from '../../../devices/base/errors.js';
import type { ExecuteOptions, Executor, Task, TaskOutcome } from '../../experiments/tasks/executor.js';
import { parseOutcome } from '../../experiments/tasks/parse-outcome.js';
import {
  connectRedis,
  jobIdOf,
  loadQueuePackages,
  queueName,
  type RedisOptions,
  resultsName,
  taskKeyOf,
} from './redis.js';

/** To be closed by the caller. */
export type QueueExecutor = Executor & { readonly close: () => Promise<void> };

/** Milliseconds from one look for results to the next. */
const lookEveryMs = 300;

/** Times that a job is tried whose worker ends. */
const attempts = 3;

interface Server {
  readonly queue: Queue;
  readonly redis: Redis;
}

/**
 * Runs tasks on the workers of a queue, see `serveQueue`. A job runs again where its worker died;
 * that each result is stored once comes from Redis, which keeps the first. Jobs that a restart of
 * the server has lost are added again. An abort leaves jobs where they are: who asks for the same
 * tasks later finds their results.
 */
export async function createQueueExecutor(options: RedisOptions): Promise<QueueExecutor> {
  const { Queue } = await loadQueuePackages();
  const redis = await connectRedis(options);
  const queue = new Queue(queueName, { connection: redis });
  queue.on('error', () => undefined);
  return Object.freeze<QueueExecutor>({
    name: 'bullmq',
    async execute(tasks, given) {
      const { signal } = given;
      if (tasks.length === 0 || signal?.aborted) return;
      const working = gather({ queue, redis }, tasks, given);
      // A server that does not answer keeps no one.
      working.catch(() => undefined);
      await Promise.race(signal ? [working, once(signal, 'abort')] : [working]);
    },
    async close() {
      redis.disconnect();
      await queue.close().catch(() => undefined);
    },
  });
}

/** Throws Error where workers died over and over at some of the tasks. */
async function gather(
  server: Server,
  tasks: readonly Task[],
  { finished, signal }: ExecuteOptions,
): Promise<void> {
  const { queue, redis } = server;
  const missing = new Map(tasks.map((task) => [task.key, task]));
  const disturbed: string[] = [];
  await addJobs(queue, [...missing.values()]);
  for (let idle = 0; missing.size > 0; ) {
    for (const outcome of await storedOutcomes(redis, [...missing.keys()])) {
      if (signal?.aborted) return;
      await handOn(redis, outcome, finished);
      missing.delete(outcome.key);
    }
    for (const { id = '', failedReason } of await queue.getFailed()) {
      const key = taskKeyOf(id);
      if (!missing.delete(key)) continue;
      disturbed.push(`point ${key}: ${failedReason}`);
      await queue.remove(id);
    }
    if (signal?.aborted) return;
    // What neither waits nor has a result, at two looks in turn, is lost.
    idle = (await isIdle(queue)) ? idle + 1 : 0;
    if (idle > 1) await addJobs(queue, [...missing.values()]);
    if (missing.size > 0) await wait(lookEveryMs);
  }
  if (disturbed.length === 0) return;
  throw new Error(
    `${disturbed[0]}, ${attempts} times; ${disturbed.length} points are missing, --resume runs them again`,
  );
}

/** A job that is there already is left as it is. */
async function addJobs(queue: Queue, tasks: readonly Task[]): Promise<void> {
  const options = { attempts, removeOnComplete: true };
  await queue.addBulk(
    tasks.map((task) => ({ name: task.kind, data: task, opts: { ...options, jobId: jobIdOf(task.key) } })),
  );
}

/** What is no outcome of its key is thrown away: its job is lost then, and added again. */
async function storedOutcomes(redis: Redis, keys: readonly string[]): Promise<readonly TaskOutcome[]> {
  const texts = await redis.hmget(resultsName, ...keys);
  const outcomes: TaskOutcome[] = [];
  for (const [i, key] of keys.entries()) {
    const text = texts[i];
    if (text === null || text === undefined) continue;
    const outcome = parseOutcome(parseJson(text), key);
    if (outcome) outcomes.push(outcome);
    else await redis.hdel(resultsName, key);
  }
  return outcomes;
}

/** A result that has been taken, or that never will be, is removed from the server. */
async function handOn(redis: Redis, outcome: TaskOutcome, finished: ExecuteOptions['finished']) {
  try {
    finished(outcome);
  } catch (error) {
    if (error instanceof InputError) await redis.hdel(resultsName, outcome.key);
    throw error;
  }
  await redis.hdel(resultsName, outcome.key);
}

async function isIdle(queue: Queue): Promise<boolean> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed');
  return Object.values(counts).every((count) => count === 0);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

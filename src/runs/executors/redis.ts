import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { InputError } from '../../../devices/base/errors.js';
import { version } from '../../experiments/run/version.js';

/** A server that listens to this machine alone, as Redis does by default. */
export const localRedis = 'redis://127.0.0.1:6379';

/**
 * The queue and the results that all machines of a version share: another version may find other
 * bits.
 */
export const queueName = `crossprop-${version()}`;
export const resultsName = `${queueName}-results`;

const jobPrefix = 'task-';

/**
 * The id of a task's job: with a word in front, since BullMQ takes no id that is a number, as one
 * key in 2,000 is.
 */
export const jobIdOf = (key: string): string => `${jobPrefix}${key}`;

/** The key of the task that a job is of. */
export const taskKeyOf = (jobId: string): string => jobId.slice(jobPrefix.length);

export interface RedisOptions {
  readonly url: string;
  /** Told when the server is lost, once until it is found again. */
  readonly lost: (message: string) => void;
  /** Ends the wait for a server that does not answer, or that is gone. */
  readonly signal: AbortSignal;
}

type QueuePackages = Pick<typeof import('bullmq'), 'Queue' | 'Worker' | 'WaitingError'> &
  Pick<typeof import('ioredis'), 'Redis'>;

/** The packages of the queue. They are optional: throws InputError that says how to get them. */
export async function loadQueuePackages(): Promise<QueuePackages> {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    const { Queue, Worker, WaitingError } = bullmq;
    return { Queue, Worker, WaitingError, Redis: ioredis.Redis };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError(
      'The queue needs two more packages, expected bullmq and ioredis: npm install bullmq ioredis',
    );
  }
}

/** Milliseconds from one look for a server that is gone to the next. */
const retryMs = 500;

/**
 * A connection that outlives restarts of the server: commands wait until it is back. Once the
 * signal has aborted, neither it nor a duplicate of it looks for a server that is gone: their
 * commands fail. Throws InputError for a wrong address, where nothing answers at first, and for a
 * password or database that the server does not take.
 */
export async function connectRedis({ url, lost, signal }: RedisOptions): Promise<Redis> {
  const { Redis } = await loadQueuePackages();
  checkUrl(url);
  await probe(new Redis(url, { lazyConnect: true, retryStrategy: () => null }), url, signal);
  const retryStrategy = () => (signal.aborted ? null : retryMs);
  const redis = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true, retryStrategy });
  let isThere = false;
  // Trouble is reported below, once.
  redis.on('error', () => undefined);
  redis.on('ready', () => {
    isThere = true;
  });
  redis.on('reconnecting', () => {
    if (isThere) lost(`${shownUrl(url)}: the Redis server is gone; waiting for it`);
    isThere = false;
  });
  await redis.connect();
  return redis;
}

/** Milliseconds that a server may take for its first answer. */
const maxWaitMs = 10_000;

/**
 * Does once what the connection will do again and again: gives the password, selects the database,
 * has an answer.
 */
async function probe(redis: Redis, url: string, signal: AbortSignal): Promise<void> {
  const patience = new AbortController();
  const refused = new Promise<never>((_resolve, reject) => void redis.on('error', reject));
  const silent = wait(maxWaitMs, null, { signal: AbortSignal.any([signal, patience.signal]) }).then(() => {
    throw new Error('no answer');
  });
  const answered = async () => {
    await redis.connect();
    await redis.select(Number(new URL(url).pathname.slice(1)));
    await redis.ping();
  };
  // The others go on, and are not asked any more.
  for (const lone of [refused, silent]) lone.catch(() => undefined);
  try {
    await Promise.race([answered(), refused, silent]);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const said = signal.aborted ? 'interrupted' : code === 'ABORT_ERR' ? 'no answer' : (code ?? message);
    throw new InputError(`${shownUrl(url)}: ${said}, expected a Redis server that takes the address`);
  } finally {
    patience.abort();
    redis.disconnect();
  }
}

function checkUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed && /^rediss?:$/.test(parsed.protocol) && /^\/?\d{0,9}$/.test(parsed.pathname)) return;
  throw new InputError(`--redis ${shownUrl(url)}: expected an address such as ${localRedis}`);
}

/** An address without user, password and options, whether or not it is one. */
export function shownUrl(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z]+:\/\/)?.*@/is, '$1');
}

import type { Redis } from 'ioredis';
import { InputError } from '../../devices/base/errors.js';
import { version } from '../experiments/version.js';

/** A server that listens to this machine alone, as Redis does by default. */
export const localRedis = 'redis://127.0.0.1:6379';

/** The queue and the results that all machines of a version share: another version may find other bits. */
export const queueName = `crossprop-${version()}`;
export const resultsName = `${queueName}-results`;

export interface RedisOptions {
  readonly url: string;
  /** Told when the server is lost, once until it is found again. */
  readonly lost: (message: string) => void;
}

type QueuePackages = Pick<
  typeof import('bullmq'),
  'Queue' | 'Worker' | 'UnrecoverableError' | 'WaitingError'
> &
  Pick<typeof import('ioredis'), 'Redis'>;

/** The packages of the queue. They are optional: throws InputError that says how to get them. */
export async function loadQueuePackages(): Promise<QueuePackages> {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    const { Queue, Worker, UnrecoverableError, WaitingError } = bullmq;
    return { Queue, Worker, UnrecoverableError, WaitingError, Redis: ioredis.Redis };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new InputError(
      'The queue needs two more packages, expected bullmq and ioredis: npm install bullmq ioredis',
    );
  }
}

/**
 * A connection that outlives restarts of the server: commands wait until it is back. Throws InputError for a wrong address and where
 * nothing answers at first.
 */
export async function connectRedis({ url, lost }: RedisOptions): Promise<Redis> {
  const { Redis } = await loadQueuePackages();
  checkUrl(url);
  const redis = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true, retryStrategy: () => 500 });
  let [isThere, last] = [false, ''];
  redis.on('error', (error: NodeJS.ErrnoException) => {
    last = error.code ?? error.message;
  });
  redis.on('ready', () => {
    isThere = true;
  });
  redis.on('reconnecting', () => {
    if (isThere) lost(`${shown(url)}: the Redis server is gone; waiting for it`);
    isThere = false;
  });
  try {
    await redis.connect();
  } catch (error) {
    redis.disconnect();
    throw new InputError(`${shown(url)}: ${last || (error as Error).message}, expected a Redis server`);
  }
  return redis;
}

function checkUrl(url: string): void {
  if (URL.canParse(url) && /^rediss?:$/.test(new URL(url).protocol)) return;
  throw new InputError(`--redis ${url}: expected an address such as ${localRedis}`);
}

/** Without a password. */
function shown(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

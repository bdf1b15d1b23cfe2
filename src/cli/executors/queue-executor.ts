import { Option } from 'commander';
import { localRedis } from '../../runs/executors/redis.js';
import { printLine } from '../shared/cli-io.js';
import { defineExecutor, lasting } from './executor-definition.js';

export const queueExecutor = defineExecutor({
  name: 'bullmq',
  summary: 'a queue on a Redis server, for workers of crossprop worker',
  isLocal: false,
  options: [new Option('--redis <URL>', 'address of the Redis server of bullmq').default(localRedis)],
  prepare: lasting(async ({ redis }, { stderr, signal }) => {
    const { createQueueExecutor } = await import('../../runs/executors/queue-executor.js');
    return createQueueExecutor({ url: redis, lost: (message) => printLine(stderr, message), signal });
  }),
});

import type { Command } from 'commander';
import { localRedis } from '../../runs/executors/redis.js';
import type { EngineOptions } from '../../runs/threads/engine-names.js';
import { addEngine } from '../options/engine-option.js';
import { maxThreads, wholeFrom } from '../options/option-numbers.js';
import { type Cli, printLine } from '../shared/cli-io.js';
import { EXIT } from '../shared/exit-codes.js';

interface WorkerOptions {
  readonly redis: string;
  readonly workers?: number;
  readonly threads?: number;
  readonly engine?: EngineOptions['engine'];
}

/** `crossprop worker --redis URL` */
export function registerWorker(program: Command, { io, exitWith }: Cli): void {
  addEngine(program.command('worker'), { io })
    .description('Run the points that sweeps leave on a queue, until it is interrupted.')
    .option('--redis <URL>', 'address of the Redis server', localRedis)
    .option(
      '--workers <N>',
      'points run at the same time (default: the cores there are)',
      wholeFrom(1, maxThreads),
    )
    .option(
      '--threads <N>',
      'threads of each point; the result does not depend on it',
      wholeFrom(1, maxThreads),
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ crossprop worker --redis redis://127.0.0.1:6379 &' +
        '\n  $ crossprop sweep chip.yaml --executor bullmq --redis redis://127.0.0.1:6379',
    )
    .action(async ({ redis: url, workers, threads, engine }: WorkerOptions) => {
      const { stderr, signal } = io;
      const [{ createWorkerPool: createPool }, { serveQueue }] = await Promise.all([
        import('../../runs/executors/pool.js'),
        import('../../runs/executors/queue-worker.js'),
      ]);
      const pool = createPool({ workers, threads, engine });
      try {
        await serveQueue({
          ...{ url, pool, signal },
          began: () => printLine(stderr, `worker: ${pool.workers} at a time; Ctrl-C ends it`),
          lost: (message) => printLine(stderr, message),
          ended: (key, status) => printLine(stderr, `${key} ${status}`),
        });
      } finally {
        await pool.close();
      }
      exitWith(EXIT.interrupted);
    });
}

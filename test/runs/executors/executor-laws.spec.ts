import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { executors, taskExecutors } from '../../../src/cli/executors/index.js';
import type { Executor, Task } from '../../../src/experiments/tasks/executor.js';
import { createInProcess } from '../../../src/experiments/tasks/in-process.js';
import { createWorkerPool } from '../../../src/runs/executors/pool.js';
import { createQueueExecutor } from '../../../src/runs/executors/queue-executor.js';
import { serveQueue } from '../../../src/runs/executors/queue-worker.js';
import { still } from '../../experiments/run-fixture.js';
import { isInstalled } from '../../scale/fixture.js';
import { freePort, redisServer } from '../../scale/redis-server.js';
import { temporaryFolder } from '../temporary-folder.js';
import { type ExecutorSubject, executorLaws } from './executor-laws.js';
import { createStubbedSlurm, pathWithSlurm } from './slurm-stub.js';

const inProcess: ExecutorSubject = {
  name: 'in-process',
  create: async () => createInProcess(still),
};

function openPool() {
  const pool = createWorkerPool({ workers: 2 });
  onTestFinished(pool.close);
  return pool;
}

/** A server of its own, and a worker of the queue in this process. */
async function createQueue(): Promise<Executor> {
  const port = await freePort();
  const folder = join(temporaryFolder(), 'redis');
  mkdirSync(folder);
  const server: ChildProcess = redisServer(port, folder);
  onTestFinished(() => void server.kill('SIGKILL'));
  await listening(port);
  const controller = new AbortController();
  const options = { url: `redis://127.0.0.1:${port}`, lost: () => undefined, signal: controller.signal };
  const pool = openPool();
  const serving = serveQueue({ ...options, pool, began: () => undefined, ended: () => undefined });
  const executor = await createQueueExecutor(options);
  onTestFinished(async () => {
    controller.abort();
    await Promise.all([executor.close(), serving]);
  });
  return executor;
}

async function listening(port: number): Promise<void> {
  for (let left = 200; left > 0; left--) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isThere) return;
    await wait(25);
  }
  throw new Error(`no Redis server at port ${port}`);
}

const subjects: readonly ExecutorSubject[] = [
  inProcess,
  { name: 'pool', create: async () => openPool() },
  {
    name: 'slurm, its commands stood in for',
    async create(tasks) {
      const folder = temporaryFolder();
      vi.stubEnv('PATH', pathWithSlurm(folder));
      onTestFinished(() => void vi.unstubAllEnvs());
      return createStubbedSlurm(folder, tasks);
    },
  },
];

it('every executor that --executor can name is under the laws', () => {
  const underLaws = [...subjects.map(({ name }) => name.split(',')[0]), 'bullmq'];
  expect(executors.map(({ name }) => name).sort()).toEqual(underLaws.sort());
  expect(taskExecutors.map(({ name }) => name)).toEqual(['pool', 'in-process']);
  for (const { summary, options } of executors) {
    expect(summary).not.toBe('');
    for (const option of options) expect(option.description).not.toBe('');
  }
});

const namesOf = executorLaws.map((law) => [law.law, law] as const);
const limitMs = 60_000;

describe.each(subjects.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  it.each(namesOf)('%s', (__, law) => law.check(subject), limitMs);
});

// Skipped without redis-server.
describe.skipIf(!isInstalled('redis-server'))('queue', () => {
  it.each(namesOf)('%s', (_, law) => law.check({ name: 'queue', create: createQueue }), limitMs);
});

/** In process, with a fault. */
const faulty = (execute: (right: Executor) => Executor['execute']): ExecutorSubject => ({
  name: 'faulty',
  async create(tasks: readonly Task[]) {
    const right = await inProcess.create(tasks);
    return { ...right, execute: execute(right) };
  },
});

/** A mistake each, as it might be made. */
const broken: readonly (readonly [breaks: string, mistake: string, ExecutorSubject])[] = [
  [
    'gives-the-results-of-its-tasks',
    'the tasks behind one that fails are left out',
    faulty((right) => async (tasks, { finished }) => {
      let isWell = true;
      for (const task of tasks) {
        if (!isWell) return;
        await right.execute([task], {
          finished(outcome) {
            isWell = outcome.status === 'done';
            finished(outcome);
          },
        });
      }
    }),
  ],
  [
    'gives-the-results-of-its-tasks',
    'outcomes are handed on twice',
    faulty(
      (right) =>
        (tasks, { finished }) =>
          right.execute(tasks, {
            finished(outcome) {
              finished(outcome);
              finished(outcome);
            },
          }),
    ),
  ],
  [
    'gives-the-results-of-its-tasks',
    'every task gets the seed of the first',
    faulty((right) => (tasks, options) => {
      const { seed } = tasks[0].configuration;
      const alike = tasks.map((task) => ({ ...task, configuration: { ...task.configuration, seed } }));
      return right.execute(alike, options);
    }),
  ],
  [
    'an-abort-ends-it',
    'the task in hand is handed on as done',
    faulty((right) => async (tasks, { finished, signal }) => {
      await right.execute(tasks, { finished, signal });
      if (signal?.aborted) finished({ key: tasks[1].key, status: 'failed', error: 'interrupted' });
    }),
  ],
  [
    'what-finished-throws-ends-it',
    'an outcome that cannot be taken is dropped',
    faulty(
      (right) =>
        (tasks, { finished }) =>
          right.execute(tasks, {
            finished(outcome) {
              try {
                finished(outcome);
              } catch {}
            },
          }),
    ),
  ],
];

describe('a broken executor fails', () => {
  it.each(broken)('%s: %s', async (breaks, _, subject) => {
    const law = executorLaws.find((each) => each.law === breaks)!;
    await expect(law.check(subject)).rejects.toThrow(/outcomes|task|rejects/);
  });

  it('at least one for each law', () => {
    expect([...new Set(broken.map(([breaks]) => breaks))].sort()).toEqual(
      executorLaws.map(({ law }) => law).sort(),
    );
  });
});

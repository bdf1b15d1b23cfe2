import { afterAll, expect, test } from 'vitest';
import { executeAll } from '../../../src/experiments/tasks/executor.js';
import { createInProcess } from '../../../src/experiments/tasks/in-process.js';
import { createTask } from '../../../src/experiments/tasks/task.js';
import { createPool } from '../../../src/runs/executors/pool.js';
import { quickDigits, still } from '../../experiments/run-fixture.js';
import { withoutTimes } from '../without-times.js';

const pool = createPool({ workers: 2 });
afterAll(pool.close);

const taskOf = async (...set: string[]) =>
  createTask('train', await quickDigits('dataset.train=64', 'dataset.test=32', ...set));

test('a pool gives the bits of the run in process, in any order; a task that fails stops none', async () => {
  const tasks = await Promise.all([
    ...[1, 2, 3, 4].map((seed) => taskOf(`seed=${seed}`)),
    taskOf('dataset.test=5000'),
  ]);
  const outcomes = await executeAll(pool, tasks);
  expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done', 'failed']);
  expect(withoutTimes(outcomes)).toEqual(withoutTimes(await executeAll(createInProcess(still), tasks)));
});

test('an abort ends what is in hand and begins no more', async () => {
  const controller = new AbortController();
  const tasks = await Promise.all([1, 2, 3].map((seed) => taskOf(`seed=${seed}`, 'learning.epochs=100000')));
  setTimeout(() => controller.abort(), 500);
  expect(await executeAll(pool, tasks, controller.signal)).toEqual([]);
  expect(await pool.run(await taskOf())).toMatchObject({ status: 'done' });
});

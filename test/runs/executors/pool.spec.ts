import { afterAll, expect, test } from 'vitest';
import { executeAll } from '../../../src/experiments/tasks/executor.js';
import { createTask } from '../../../src/experiments/tasks/task.js';
import { createWorkerPool } from '../../../src/runs/executors/pool.js';
import { quickDigits } from '../../experiments/run-fixture.js';

const pool = createWorkerPool({ workers: 2 });
afterAll(pool.close);

const taskOf = async (...set: string[]) =>
  createTask('train', await quickDigits('dataset.train=64', 'dataset.test=32', ...set));

test('a pool that was aborted runs what comes next', async () => {
  const controller = new AbortController();
  const tasks = await Promise.all([1, 2, 3].map((seed) => taskOf(`seed=${seed}`, 'learning.epochs=100000')));
  setTimeout(() => controller.abort(), 500);
  expect(await executeAll(pool, tasks, controller.signal)).toEqual([]);
  expect(await pool.run(await taskOf())).toMatchObject({ status: 'done' });
});

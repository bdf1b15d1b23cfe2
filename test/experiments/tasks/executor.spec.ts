import { expect, test } from 'vitest';
import { compare } from '../../../src/experiments/compare/compare.js';
import { train } from '../../../src/experiments/compare/train.js';
import { executeAll } from '../../../src/experiments/tasks/executor.js';
import { createInProcess } from '../../../src/experiments/tasks/in-process.js';
import { createTask, parseTask, taskKey } from '../../../src/experiments/tasks/task.js';
import { digits, quickDigits, still } from '../run-fixture.js';

const small = ['dataset.train=32', 'dataset.test=32', 'hardware=ideal'];

test('tasks give the results of their experiments, and one that fails does not stop the others', async () => {
  const good = await quickDigits(...small);
  const tooMany = await quickDigits(...small, 'dataset.train=5000');
  const tasks = [createTask('train', tooMany), createTask('train', good), createTask('compare', good)];
  const outcomes = await executeAll(createInProcess(still), tasks);
  expect(outcomes).toEqual([
    {
      key: tasks[0].key,
      status: 'failed',
      error: `point ${tasks[0].key}: dataset.train: 5000, expected at most the 1437 images there are`,
    },
    { key: tasks[1].key, status: 'done', result: (await train(good, digits, still)).result },
    { key: tasks[2].key, status: 'done', result: (await compare(good, digits, still)).result },
  ]);
});

test('an abort leaves out the tasks to come and the one in hand', async () => {
  const controller = new AbortController();
  const configurations = await Promise.all([1, 2, 3].map((seed) => quickDigits(...small, `seed=${seed}`)));
  const tasks = configurations.map((configuration) => createTask('train', configuration));
  const executor = createInProcess({
    ...still,
    observe: (event) => {
      if (event.kind === 'run-started' && event.id === 'eqprop-ideal' && ++begun === 2) controller.abort();
    },
  });
  let begun = 0;
  const outcomes = await executeAll(executor, tasks, controller.signal);
  expect(outcomes.map(({ key }) => key)).toEqual([tasks[0].key]);
});

test('a key is the content of a task, in any order of its fields', async () => {
  const configuration = await quickDigits(...small);
  const turned = Object.fromEntries(Object.entries(configuration).reverse()) as typeof configuration;
  expect(taskKey('train', turned)).toBe(taskKey('train', configuration));
  const others = [
    taskKey('compare', configuration),
    taskKey('train', await quickDigits(...small, 'seed=2')),
    taskKey('train', await quickDigits(...small, 'dataset.test=33')),
  ];
  expect(new Set([taskKey('train', configuration), ...others]).size).toBe(4);
});

test('a task from outside is checked whole', async () => {
  const task = createTask('train', await quickDigits(...small));
  const sent = JSON.parse(JSON.stringify(task));
  expect(await parseTask(sent, 'job')).toEqual(task);
  const faults: readonly [unknown, string][] = [
    [null, 'job: kind: undefined, expected one of train, compare'],
    [{ ...sent, kind: 'eval' }, 'job: kind: "eval", expected one of train, compare'],
    [{ ...sent, configuration: 'x' }, 'job: "x", expected a mapping of configuration keys'],
    [{ ...sent, key: '../../x' }, `job: key: "../../x", expected ${task.key}, the hash of the task`],
  ];
  for (const [raw, message] of faults) await expect(parseTask(raw, 'job')).rejects.toThrow(message);
});

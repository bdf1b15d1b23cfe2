import { expect, test } from 'vitest';
import { createTask, parseTask, taskKey } from '../../../src/experiments/tasks/task.js';
import { quickDigits } from '../run-fixture.js';

const small = ['dataset.train=32', 'dataset.test=32', 'hardware=ideal'];

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

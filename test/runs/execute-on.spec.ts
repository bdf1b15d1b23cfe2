import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Task, TaskOutcome } from '../../src/experiments/tasks/executor.js';
import type { Attempt } from '../../src/experiments/tasks/run-task.js';
import { executeOn } from '../../src/runs/execute-on.js';

// Law: a task fails by its own fault alone. What befalls its worker or its neighbour leaves it
// without an outcome.
const tasks = ['a', 'b', 'c'].map((key) => ({ key }) as Task);
const failed = (key: string): TaskOutcome => ({ key, status: 'failed', error: 'its own' });
const disturbed = (key: string): Attempt => ({ key, status: 'disturbed', error: 'the worker ended: code 1' });

async function execute(
  run: (key: string, signal: AbortSignal) => Promise<Attempt>,
  take: (key: string) => void,
) {
  const taken: string[] = [];
  const finished = ({ key }: TaskOutcome) => {
    take(key);
    taken.push(key);
  };
  const workers = {
    workers: 2,
    run: ({ key }: Task, signal = new AbortController().signal) => run(key, signal),
  };
  const error = await executeOn(workers, tasks, { finished }).then(() => null, String);
  return { error, taken: taken.sort() };
}

test('a full disk leaves the neighbour without an outcome', async () => {
  const run = async (key: string, signal: AbortSignal) => {
    if (key !== 'a') await wait(300, null, { signal }).catch(() => undefined);
    return signal.aborted ? null : failed(key);
  };
  // What the neighbour would leave is small, and would find its place.
  const full = (key: string) => {
    if (key === 'a') throw new Error('the disk is full');
  };
  expect(await execute(run, full)).toEqual({ error: 'Error: the disk is full', taken: [] });
});

test('a task whose worker ends runs again, and is left out after three tries', async () => {
  const tries = new Map<string, number>();
  const run = async (key: string) => {
    const before = tries.get(key) ?? 0;
    tries.set(key, before + 1);
    return key === 'c' || (key === 'b' && before < 2) ? disturbed(key) : failed(key);
  };
  expect(await execute(run, () => undefined)).toEqual({
    error: 'Error: point c: the worker ended: code 1, 3 times; --resume runs them again',
    taken: ['a', 'b'],
  });
  expect(Object.fromEntries(tries)).toEqual({ a: 1, b: 3, c: 3 });
});

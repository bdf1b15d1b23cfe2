import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { compare } from '../../../src/experiments/compare/compare.js';
import { train } from '../../../src/experiments/compare/train.js';
import {
  type Executor,
  executeAll,
  type Task,
  type TaskOutcome,
} from '../../../src/experiments/tasks/executor.js';
import { createTask } from '../../../src/experiments/tasks/task.js';
import { digits, quickDigits, still } from '../../experiments/run-fixture.js';
import { withoutTimes } from '../without-times.js';

/** An executor that is ready for these tasks, the same for all of a law. */
export interface ExecutorSubject {
  readonly name: string;
  readonly create: (tasks: readonly Task[]) => Promise<Executor>;
}

/** Throws a plain Error where an executor breaks it. */
export interface ExecutorLaw {
  readonly law: string;
  readonly statement: string;
  readonly check: (subject: ExecutorSubject) => Promise<void>;
}

const taskOf = async (kind: Task['kind'], ...set: string[]) =>
  createTask(kind, await quickDigits('dataset.train=32', 'dataset.test=32', 'hardware=ideal', ...set));

/** Good ones, with one among them that cannot be run. */
const mixed = (): Promise<readonly Task[]> =>
  Promise.all([
    taskOf('train', 'seed=1'),
    taskOf('train', 'dataset.train=5000'),
    taskOf('compare', 'seed=2'),
    taskOf('train', 'seed=3'),
  ]);

async function expectedOf({ key, kind, configuration }: Task): Promise<TaskOutcome> {
  if (configuration.dataset.train === 5000) {
    const error = `point ${key}: dataset.train: 5000, expected at most the 1437 images there are`;
    return { key, status: 'failed', error };
  }
  const experiment = kind === 'train' ? train : compare;
  return { key, status: 'done', result: (await experiment(configuration, digits, still)).result };
}

const givesResults: ExecutorLaw = {
  law: 'gives-the-results-of-its-tasks',
  statement: 'every task has one outcome, that of its experiment to the bit; one that fails stops no other',
  async check({ create }) {
    const tasks = await mixed();
    const executor = await create(tasks);
    const ended: string[] = [];
    const counted: Executor = {
      ...executor,
      execute: (given, { finished, ...options }) =>
        executor.execute(given, {
          ...options,
          finished(outcome) {
            ended.push(outcome.key);
            finished(outcome);
          },
        }),
    };
    const outcomes = await executeAll(counted, tasks);
    if (new Set(ended).size !== ended.length) throw new Error(`outcomes of ${ended}, expected one a task`);
    const wanted = await Promise.all(tasks.map(expectedOf));
    wanted.forEach((outcome, i) => {
      if (isDeepStrictEqual(withoutTimes(outcomes[i]), withoutTimes(outcome))) return;
      throw new Error(`task ${i} is ${outcomes[i]?.status}, expected ${outcome.status} with its own result`);
    });
    if (outcomes.length !== tasks.length) throw new Error(`${outcomes.length} outcomes`);
  },
};

const stops: ExecutorLaw = {
  law: 'an-abort-ends-it',
  statement: 'an abort begins no further task and leaves those in hand without an outcome',
  async check({ create }) {
    const endless = 'learning.epochs=100000';
    const tasks = await Promise.all([
      taskOf('train', 'seed=4'),
      taskOf('train', 'seed=5', endless),
      taskOf('train', 'seed=6', endless),
    ]);
    const executor = await create(tasks);
    const controller = new AbortController();
    const ended: string[] = [];
    const execution = executor.execute(tasks, {
      signal: controller.signal,
      finished({ key }) {
        ended.push(key);
        setTimeout(() => controller.abort(), 100);
      },
    });
    const isOver = await Promise.race([execution.then(() => true), wait(45_000, false, { ref: false })]);
    if (!isOver) throw new Error('it goes on after the abort');
    if (`${ended}` !== tasks[0].key) throw new Error(`outcomes of ${ended}, expected that of the first task`);
  },
};

const endsByTheCaller: ExecutorLaw = {
  law: 'what-finished-throws-ends-it',
  statement: 'an outcome that cannot be taken, say on a full disk, rejects the execution with that error',
  async check({ create }) {
    const tasks = [await taskOf('train', 'seed=7')];
    const executor = await create(tasks);
    const finished = () => {
      throw new Error('the disk is full');
    };
    const found = await executor.execute(tasks, { finished }).then(() => 'nothing', String);
    if (!found.includes('the disk is full')) throw new Error(`it rejects with ${found}`);
  },
};

/** What every executor obeys. */
export const executorLaws: readonly ExecutorLaw[] = Object.freeze([givesResults, stops, endsByTheCaller]);

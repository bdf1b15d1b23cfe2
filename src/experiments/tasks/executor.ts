import type { Configuration } from '../../configuration/configuration.js';
import type { ExperimentResult } from '../results/result.js';

/**
 * One independent experiment: plain data, so that it can go to another thread, process or machine.
 */
export interface Task {
  /** Names the task among others: see `taskKey`. */
  readonly key: string;
  readonly kind: TaskKind;
  readonly configuration: Configuration;
}

/** What is done with a configuration: one run, or the comparison with ideal floats. */
export const taskKinds = ['train', 'compare'] as const;

export type TaskKind = (typeof taskKinds)[number];

/** What became of a task. `error` is one line. */
export type TaskOutcome =
  | { readonly key: string; readonly status: 'done'; readonly result: ExperimentResult }
  | { readonly key: string; readonly status: 'failed'; readonly error: string };

/**
 * Nothing became of a task, by no fault of its own: its worker ended, the disk was full. It may be
 * run again.
 */
export interface Disturbance {
  readonly key: string;
  readonly status: 'disturbed';
  readonly error: string;
}

export interface ExecuteOptions {
  /** Called as each task ends, in any order. What it throws ends the execution. */
  readonly finished: (outcome: TaskOutcome) => void;
  /** Aborted = no further task is begun, and those in hand are left without an outcome. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs independent experiments: here, on a worker pool, on a queue, on a cluster. Same results to
 * the bit, times aside.
 */
export interface Executor {
  readonly name: string;
  /**
   * Runs tasks, of different keys. One that fails does not stop the others. Resolves when all have
   * ended. Throws Error where tasks are left without an outcome by no fault of theirs.
   */
  readonly execute: (tasks: readonly Task[], options: ExecuteOptions) => Promise<void>;
}

/** The outcomes of all tasks, in their order; those that an abort has left out are missing. */
export async function executeAll(
  executor: Executor,
  tasks: readonly Task[],
  signal?: AbortSignal,
): Promise<readonly TaskOutcome[]> {
  const outcomes = new Map<string, TaskOutcome>();
  await executor.execute(tasks, { signal, finished: (outcome) => void outcomes.set(outcome.key, outcome) });
  return tasks.flatMap(({ key }) => outcomes.get(key) ?? []);
}

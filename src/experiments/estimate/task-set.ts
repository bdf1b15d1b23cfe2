import type { Configuration } from '../../configuration/configuration.js';
import type { ExperimentResult } from '../results/result.js';
import type { Task, TaskOutcome } from '../tasks/executor.js';
import { createTask } from '../tasks/task.js';

/**
 * Runs tasks of different keys and returns their outcomes by key; an interrupt throws. `stage` says
 * what for.
 */
export type ExecuteStage = (
  tasks: readonly Task[],
  stage: string,
) => Promise<ReadonlyMap<string, TaskOutcome>>;

/** Configurations trained once each, however often they are asked for. */
export interface TaskSet {
  readonly run: (configurations: readonly Configuration[], stage: string) => Promise<void>;
  /** undefined where it failed, went non-finite or was not run. */
  readonly resultOf: (configuration: Configuration) => ExperimentResult | undefined;
  readonly results: () => readonly ExperimentResult[];
  readonly failures: readonly TaskFailure[];
  /** Tasks so far. */
  readonly count: number;
}

/** What became of a run that says nothing of a chip's accuracy. `error` is one line. */
export interface TaskFailure {
  readonly task: string;
  readonly status: 'failed' | 'non-finite';
  readonly error: string;
}

export function createTaskSet(execute: ExecuteStage): TaskSet {
  const results = new Map<string, ExperimentResult>();
  const failures: TaskFailure[] = [];
  const asked = new Set<string>();
  return Object.freeze<TaskSet>({
    failures,
    get count() {
      return asked.size;
    },
    results: () => [...results.values()],
    resultOf: (configuration) => results.get(createTask('train', configuration).key),
    async run(configurations, stage) {
      const tasks = configurations.map((one) => createTask('train', one));
      for (const { key } of tasks) asked.add(key);
      const missing = new Map(tasks.filter(({ key }) => !results.has(key)).map((task) => [task.key, task]));
      const outcomes = await execute([...missing.values()], stage);
      for (const [key, { configuration }] of missing) {
        const outcome = outcomes.get(key);
        if (!outcome) continue;
        const task = `${stage}, seed ${configuration.seed}`;
        if (outcome.status === 'failed') {
          failures.push({ task, status: 'failed', error: outcome.error });
        } else if (outcome.result.runs.some(({ status }) => status === 'non-finite')) {
          failures.push({ task, status: 'non-finite', error: 'the numbers went non-finite' });
        } else results.set(key, outcome.result);
      }
    },
  });
}

import type { Configuration } from '../configuration.js';
import type { Task, TaskOutcome } from '../executor.js';
import type { ExperimentResult } from '../result.js';
import { createTask } from '../task.js';

/** Runs tasks of different keys and returns their outcomes by key; an interrupt throws. `stage` says what for. */
export type ExecuteStage = (
  tasks: readonly Task[],
  stage: string,
) => Promise<ReadonlyMap<string, TaskOutcome>>;

/** Configurations trained once each, however often they are asked for. */
export interface TaskSet {
  readonly run: (configurations: readonly Configuration[], stage: string) => Promise<void>;
  /** undefined where it failed or was not run. */
  readonly resultOf: (configuration: Configuration) => ExperimentResult | undefined;
  readonly failures: readonly { readonly task: string; readonly error: string }[];
}

export function createTaskSet(execute: ExecuteStage): TaskSet {
  const results = new Map<string, ExperimentResult>();
  const failures: { task: string; error: string }[] = [];
  return Object.freeze<TaskSet>({
    failures,
    resultOf: (configuration) => results.get(createTask('train', configuration).key),
    async run(configurations, stage) {
      const tasks = configurations.map((one) => createTask('train', one));
      const missing = new Map(tasks.filter(({ key }) => !results.has(key)).map((task) => [task.key, task]));
      for (const outcome of (await execute([...missing.values()], stage)).values()) {
        if (outcome.status === 'done') results.set(outcome.key, outcome.result);
        else {
          const { seed } = missing.get(outcome.key)!.configuration;
          failures.push({ task: `${stage}, seed ${seed}`, error: outcome.error });
        }
      }
    },
  });
}

import type { ExecutorDefinition } from './executor-definition.js';
import { inProcessExecutor } from './in-process-executor.js';
import { poolExecutor } from './pool-executor.js';
import { queueExecutor } from './queue-executor.js';
import { slurmExecutor } from './slurm-executor.js';

/**
 * Every executor that `crossprop sweep --executor` can name, in the order of lists; the first is
 * the default.
 */
export const executors: readonly ExecutorDefinition[] = Object.freeze([
  poolExecutor,
  inProcessExecutor,
  queueExecutor,
  slurmExecutor,
]);

/** Those that run the tasks of any command. */
export const taskExecutors = executors.filter(({ open }) => open !== undefined);

export const defaultExecutor = executors[0]!.name;

/** The executor of a checked name. */
export function executorNamed(name: string): ExecutorDefinition {
  return executors.find((executor) => executor.name === name)!;
}

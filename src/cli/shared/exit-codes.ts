import { CommanderError } from 'commander';
import { InputError, NonFiniteError, UnsettledError } from '../../../devices/base/errors.js';
import type { TaskFailure } from '../../experiments/estimate/task-set.js';
import type { RunResult } from '../../experiments/results/result.js';

/** What the process tells its caller. */
export const EXIT = { done: 0, failed: 1, usage: 2, nonFinite: 3, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of an experiment whose result is written. */
export function exitCodeOf(runs: readonly RunResult[]): ExitCode {
  const some = (status: RunResult['status']) => runs.some((run) => run.status === status);
  if (some('interrupted')) return EXIT.interrupted;
  if (some('non-finite')) return EXIT.nonFinite;
  return some('failed') ? EXIT.failed : EXIT.done;
}

/** The exit code of an experiment of many runs, from those that say nothing. */
export function exitCodeOfFailures(failures: readonly TaskFailure[]): ExitCode {
  if (failures.some(({ status }) => status === 'non-finite')) return EXIT.nonFinite;
  return failures.length > 0 ? EXIT.failed : EXIT.done;
}

/**
 * The exit code of a command that threw. Help and version, which commander throws, are no failure.
 */
export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof UnsettledError || error instanceof NonFiniteError) return EXIT.nonFinite;
  return error instanceof InputError ? EXIT.usage : EXIT.failed;
}

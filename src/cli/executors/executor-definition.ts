import type { Option } from 'commander';
import type { Executor } from '../../experiments/tasks/executor.js';
import type { EngineOptions } from '../../runs/threads/engine-names.js';
import type { CliIo } from '../shared/cli-io.js';
import type { Sweep, SweepOptions } from '../sweep/types.js';

export type OpenExecutor = Executor & { readonly close?: () => Promise<void> };

/** An executor that can be had, before anything is written for it. */
export interface PreparedExecutor {
  readonly executorFor: (sweep: Sweep) => Executor;
  readonly close: () => Promise<void>;
}

/** What tasks of any command say of their executor. */
export interface TaskOptions {
  readonly workers?: number | undefined;
  readonly threads?: number | undefined;
  readonly engine?: EngineOptions['engine'];
}

/**
 * What `--executor` can name: one file of this folder, one line in `executors`. What it needs is
 * loaded when it is asked for.
 */
export interface ExecutorDefinition {
  readonly name: string;
  readonly summary: string;
  /** Points are run on this machine, by the command that was given. */
  readonly isLocal: boolean;
  /** Of `crossprop sweep`, for it alone. */
  readonly options: readonly Option[];
  /**
   * For tasks of any command, to be closed by the caller; absent = it runs the points of a sweep
   * alone.
   */
  readonly open?: (options: TaskOptions, io: CliIo) => Promise<OpenExecutor>;
  /**
   * For the points of a sweep, to be closed by the caller. Throws InputError where the server or
   * the program that it needs is not there.
   */
  readonly prepare: (options: SweepOptions, io: CliIo) => Promise<PreparedExecutor>;
}

/** The definition, frozen. */
export function defineExecutor<const D extends ExecutorDefinition>(definition: D): D {
  return Object.freeze(definition);
}

/** `prepare` of an executor that is the same for every sweep. */
export function lasting(
  open: (options: SweepOptions, io: CliIo) => Promise<OpenExecutor>,
): ExecutorDefinition['prepare'] {
  return async (options, io) => {
    const executor = await open(options, io);
    return { executorFor: () => executor, close: async () => executor.close?.() };
  };
}

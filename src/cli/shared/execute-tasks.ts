import { type Configuration, configurationYaml } from '../../configuration/configuration.js';
import type { ExecuteStage } from '../../experiments/estimate/task-set.js';
import { type Acceptance, createResultCheck } from '../../experiments/run/identity.js';
import type { TaskOutcome } from '../../experiments/tasks/executor.js';
import type { RunFolder } from '../../runs/folder/run-folder.js';
import { createRunLog } from '../../runs/folder/run-log.js';
import { openPointFiles } from '../../runs/folder/sweep-folder.js';
import type { EngineOptions } from '../../runs/threads/engine-names.js';
import { executorNamed } from '../executors/index.js';
import { createSweepProgress } from '../sweep/sweep-progress.js';
import { type CliIo, printLine } from './cli-io.js';
import { EXIT } from './exit-codes.js';

/** The user has asked to stop; what has ended is in the folder. */
class Interruption extends Error {}

interface TaskExecution {
  readonly execute: ExecuteStage;
  readonly close: () => Promise<void>;
}

export interface ExecutionOptions extends Acceptance {
  /** Of `taskExecutors`. */
  readonly executor: string;
  readonly workers?: number | undefined;
  readonly threads?: number | undefined;
  readonly engine?: EngineOptions['engine'];
  /** Tasks that all stages together may come to, for the time that is left. */
  readonly maxInAll?: number;
}

/** An experiment of tasks, in its folder. */
export interface TaskJob {
  readonly folder: RunFolder;
  readonly configuration: Configuration;
  readonly options: ExecutionOptions;
}

/**
 * Does the work of an experiment of tasks in its folder, then releases it. Resolves to the work's
 * exit code; where the user stops it, says how to go on. Throws InputError, with the folder as it
 * was, where it holds a point of another version or of other data.
 */
export async function conductTasks(
  { folder, configuration, options }: TaskJob,
  io: CliIo,
  work: (execute: ExecuteStage) => Promise<number>,
): Promise<number> {
  try {
    const { execute, close } = await createTaskExecution(folder, options, io);
    try {
      folder.write('config.yaml', configurationYaml(configuration));
      return await work(execute);
    } finally {
      await close();
    }
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    printLine(io.stderr, `interrupted; go on with --resume --out ${folder.path}`);
    return EXIT.interrupted;
  } finally {
    folder.release();
  }
}

/**
 * Runs tasks that have no file in the folder yet, each leaving one as it ends, with progress on
 * stderr. Throws Interruption where the user stops it.
 */
async function createTaskExecution(
  folder: RunFolder,
  { acceptVersion, ...options }: ExecutionOptions,
  io: CliIo,
): Promise<TaskExecution> {
  const files = openPointFiles(folder.path, createResultCheck({ own: true, acceptVersion }));
  for (const key of files.keys()) files.find(key);
  const executor = await executorNamed(options.executor).open!(options, io);
  const whole = options.maxInAll === undefined ? undefined : createWhole(options.maxInAll, io.nowSec);
  return {
    close: async () => executor.close?.(),
    async execute(tasks, stage) {
      const outcomes = new Map<string, TaskOutcome>();
      for (const { key } of tasks) {
        const found = files.find(key);
        if (found?.status === 'done') outcomes.set(key, found);
        else if (found) files.forget(key);
      }
      const missing = tasks.filter(({ key }) => !outcomes.has(key));
      const counts = { done: tasks.length - missing.length, total: tasks.length };
      whole?.found(counts.done);
      const progress = createSweepProgress(io, counts, stage, whole);
      const log = createRunLog(folder.fileOf('log.jsonl'));
      try {
        await executor.execute(missing, {
          signal: io.signal,
          finished(outcome) {
            files.add(outcome, { stage });
            outcomes.set(outcome.key, outcome);
            if (outcome.status === 'failed')
              log.error({ key: outcome.key, error: outcome.error }, 'run-failed');
            whole?.ran();
            progress.advance();
          },
        });
      } finally {
        progress.stop();
        log.close();
      }
      if (io.signal.aborted) throw new Interruption();
      return outcomes;
    },
  };
}

/** How all stages of a command get on. */
interface Whole {
  readonly found: (count: number) => void;
  readonly ran: () => void;
  /** At most; null until a task has ended. */
  readonly leftSec: () => number | null;
}

function createWhole(most: number, nowSec: () => number): Whole {
  const beganSec = nowSec();
  let found = 0;
  let ran = 0;
  return Object.freeze<Whole>({
    found(count) {
      found += count;
    },
    ran() {
      ran++;
    },
    leftSec: () => (ran === 0 ? null : ((nowSec() - beganSec) / ran) * Math.max(most - found - ran, 0)),
  });
}

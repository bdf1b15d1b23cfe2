import type { SweepPlan } from '../../experiments/sweep/plan-sweep.js';
import type { Task } from '../../experiments/tasks/executor.js';
import type { RunFolder } from '../../runs/folder/run-folder.js';
import type { PointFiles } from '../../runs/folder/sweep-folder.js';
import type { ExperimentOptions } from '../options/experiment-options.js';

/** A sweep in its folder. */
export interface Sweep {
  readonly plan: SweepPlan;
  readonly tasks: readonly Task[];
  readonly files: PointFiles;
  readonly folder: RunFolder;
}

export interface SweepOptions extends Omit<ExperimentOptions, 'config'> {
  readonly config?: string | undefined;
  readonly executor: string;
  readonly workers?: number;
  readonly redis: string;
  /** Indices of a Slurm array. */
  readonly array?: number;
  readonly sbatch: readonly string[];
  readonly shard?: Shard;
  readonly retryFailed?: boolean;
}

/** Every `of`th task from number `index` on. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

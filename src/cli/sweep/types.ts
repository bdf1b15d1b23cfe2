import type { SweepPlan } from '../../experiments/sweep/plan-sweep.js';
import type { Task } from '../../experiments/tasks/executor.js';
import type { RunFolder } from '../../runs/folder/run-folder.js';
import type { PointFiles } from '../../runs/folder/sweep-folder.js';

/** A sweep in its folder. */
export interface Sweep {
  readonly plan: SweepPlan;
  readonly tasks: readonly Task[];
  readonly files: PointFiles;
  readonly folder: RunFolder;
}

import { loadDeviceModule } from '../../configuration/device/device-module.js';
import type { Dataset } from '../../data/dataset.js';
import { loadDataset } from '../../data/load.js';
import { compare } from '../compare/compare.js';
import { train } from '../compare/train.js';
import { checkExperiment } from '../run/check-experiment.js';
import type { ExperimentContext } from '../run/context.js';
import { moduleOf } from '../run/identity.js';
import type { Disturbance, Task, TaskOutcome } from './executor.js';

export interface TaskContext extends Pick<ExperimentContext, 'nowSec' | 'createKernels' | 'signal'> {
  /** Tells of events; none by default. */
  readonly observe?: ExperimentContext['observe'];
}

const experiments = { train, compare };

/** What a try to run a task leads to; null where it was interrupted. */
export type Attempt = TaskOutcome | Disturbance | null;

/** What the machine lacks and a task does not: disk, memory, files that may be open. */
const shortages = ['ENOSPC', 'EDQUOT', 'ENOMEM', 'EMFILE', 'ENFILE', 'EAGAIN', 'EIO'];

/** A function that runs tasks and throws nothing. It keeps the last data set. */
export function createTaskRunner(context: TaskContext): (task: Task) => Promise<Attempt> {
  let last: { readonly key: string; readonly dataset: Dataset } | null = null;
  const load = ({ train: _, test: __, ...source }: Task['configuration']['dataset']) => {
    const key = JSON.stringify(source);
    if (last?.key !== key) last = { key, dataset: loadDataset(source) };
    return last.dataset;
  };
  return async ({ key, kind, configuration }) => {
    try {
      const dataset = load(configuration.dataset);
      // Only tasks of a command of this machine name one: see `parseTask`.
      const module = moduleOf(configuration);
      if (module !== undefined) await loadDeviceModule(module);
      checkExperiment(configuration, dataset, { kind, source: `point ${key}` });
      const { result } = await experiments[kind](configuration, dataset, {
        observe: () => undefined,
        ...context,
      });
      return context.signal?.aborted ? null : { key, status: 'done', result };
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      return { key, status: shortages.includes(code) ? 'disturbed' : 'failed', error: oneLine(error) };
    }
  };
}

function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s*\n\s*/g, ' ').trim();
}

import { isMapping, type Mapping } from '../../configuration/plain-data.js';
import type { TaskOutcome } from './executor.js';

/**
 * The outcome of the task `key` in what came from a file or from another machine; null where it is
 * none.
 */
export function parseOutcome(raw: unknown, key: string): TaskOutcome | null {
  if (!isMapping(raw) || raw.key !== key) return null;
  const { status, error, result } = raw;
  if (status === 'failed' && typeof error === 'string') return { key, status, error };
  return status === 'done' && isResult(result) ? ({ key, status, result } as unknown as TaskOutcome) : null;
}

/** Whether it has what every reader of a single experiment's result looks at. */
function isResult(given: unknown): given is Mapping {
  if (!isMapping(given) || given.schema !== 1 || typeof given.version !== 'string') return false;
  const { config, dataset, runs } = given;
  const rests = isMapping(config) && isMapping(config.dataset) && isMapping(config.network);
  const isRun = (run: unknown) => isMapping(run) && typeof run.status === 'string' && isMapping(run.accuracy);
  return rests && isMapping(dataset) && Array.isArray(runs) && runs.every(isRun);
}

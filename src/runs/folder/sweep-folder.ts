import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { isMapping, type Mapping } from '../../configuration/plain-data.js';
import type { CheckResult } from '../../experiments/run/identity.js';
import type { TaskOutcome } from '../../experiments/tasks/executor.js';
import { parseOutcome } from '../../experiments/tasks/parse-outcome.js';
import { namesIn } from '../studies/names-in.js';
import { makeFolder } from './make-folder.js';
import { POINTS } from './run-folder.js';
import { writeOnce } from './write-once.js';

/** What became of the points of a sweep: one file a key, written once. */
export interface PointFiles {
  /**
   * Returns false, and changes nothing, where the point has a file. Throws InputError as `check`
   * does.
   */
  readonly add: (outcome: TaskOutcome, values: Mapping) => boolean;
  /**
   * null where there is no file. Throws InputError for a file that is none of a point, and as
   * `check` does.
   */
  readonly find: (key: string) => TaskOutcome | null;
  readonly keys: () => readonly string[];
  /** Removes the file of a point, if there is one: it may be run again. */
  readonly forget: (key: string) => void;
}

/**
 * The files of the points in the folder of a sweep, whose results have to pass `check`. They can be
 * on a disk that several machines share.
 */
export function openPointFiles(folder: string, check: CheckResult): PointFiles {
  const points = join(folder, POINTS);
  const fileOf = (key: string) => join(points, `${key}.json`);
  return Object.freeze<PointFiles>({
    add(outcome, values) {
      const { key, status } = outcome;
      if (outcome.status === 'done') check(outcome.result, `point ${key} was`);
      makeFolder(points);
      const [result, error] = outcome.status === 'done' ? [outcome.result, null] : [null, outcome.error];
      const text = JSON.stringify({ schema: 1, key, values, status, error, result }, null, 2);
      return writeOnce(fileOf(key), `${text}\n`);
    },
    find(key) {
      const text = readIfThere(fileOf(key));
      if (text === null) return null;
      const outcome = outcomeIn(text, { key, file: fileOf(key) });
      if (outcome.status === 'done') check(outcome.result, `${fileOf(key)}:`);
      return outcome;
    },
    keys: () => namesIn(points).flatMap((name) => /^([0-9a-f]{16})\.json$/.exec(name)?.[1] ?? []),
    forget: (key) => rmSync(fileOf(key), { force: true }),
  });
}

function outcomeIn(text: string, { key, file }: { key: string; file: string }): TaskOutcome {
  const raw = parseJson(text);
  const outcome = isMapping(raw) && raw.schema === 1 ? parseOutcome(raw, key) : null;
  if (outcome) return outcome;
  throw new InputError(`${file}: expected the result of the point ${key}, with "schema": 1`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

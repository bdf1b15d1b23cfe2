import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../devices/base/errors.js';
import type { TaskOutcome } from '../experiments/executor.js';
import { isMapping, type Mapping } from '../experiments/mapping.js';
import { namesIn } from './names-in.js';
import { POINTS } from './run-folder.js';
import { writeOnce } from './write-once.js';

/** What became of the points of a sweep: one file a key, written once. */
export interface PointFiles {
  /** Returns false, and changes nothing, where the point has a file. */
  readonly add: (outcome: TaskOutcome, values: Mapping) => boolean;
  /** null where there is no file. Throws InputError for a file that is none of a point. */
  readonly find: (key: string) => TaskOutcome | null;
  readonly keys: () => readonly string[];
  /** Removes the file of a point, if there is one: it may be run again. */
  readonly forget: (key: string) => void;
}

/** The files of the points in the folder of a sweep. They can be on a disk that several machines share. */
export function openPointFiles(folder: string): PointFiles {
  const points = join(folder, POINTS);
  const fileOf = (key: string) => join(points, `${key}.json`);
  return Object.freeze<PointFiles>({
    add(outcome, values) {
      mkdirSync(points, { recursive: true });
      const { key, status } = outcome;
      const [result, error] = outcome.status === 'done' ? [outcome.result, null] : [null, outcome.error];
      const text = JSON.stringify({ schema: 1, key, values, status, error, result }, null, 2);
      return writeOnce(fileOf(key), `${text}\n`);
    },
    find(key) {
      const text = readIfThere(fileOf(key));
      return text === null ? null : parseOutcome(text, { key, file: fileOf(key) });
    },
    keys: () => namesIn(points).flatMap((name) => /^([0-9a-f]{16})\.json$/.exec(name)?.[1] ?? []),
    forget: (key) => rmSync(fileOf(key), { force: true }),
  });
}

function parseOutcome(text: string, { key, file }: { key: string; file: string }): TaskOutcome {
  const raw = parseJson(text);
  if (isMapping(raw) && raw.schema === 1 && raw.key === key) {
    const { status, error, result } = raw;
    if (status === 'failed' && typeof error === 'string') return { key, status, error };
    if (status === 'done' && isMapping(result) && Array.isArray(result.runs)) {
      return { key, status, result } as unknown as TaskOutcome;
    }
  }
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

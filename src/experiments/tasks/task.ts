import { createHash } from 'node:crypto';
import { InputError } from '../../../devices/base/errors.js';
import { type Configuration, resolveConfiguration } from '../../configuration/configuration.js';
import { isMapping } from '../../configuration/plain-data.js';
import { type Task, type TaskKind, taskKinds } from './executor.js';

/** A task whose key is the hash of its content. */
export function createTask(kind: TaskKind, configuration: Configuration): Task {
  return Object.freeze({ key: taskKey(kind, configuration), kind, configuration });
}

/**
 * The first 16 hexadecimal digits of the SHA-256 of what is done with a configuration, whatever the
 * order of its keys. Where data files lie (`dataset.path`) is part of it: other files are another
 * experiment.
 */
export function taskKey(kind: TaskKind, configuration: Configuration): string {
  return hashOf({ kind, configuration });
}

/** The same of any plain data. */
export function hashOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex')
    .slice(0, 16);
}

/**
 * A task that came from outside, checked as a configuration file is. Throws InputError, one line,
 * for anything else, or where the key is not the content's.
 */
export async function parseTask(raw: unknown, source: string): Promise<Task> {
  const { key, kind, configuration } = isMapping(raw) ? raw : {};
  if (!taskKinds.some((known) => known === kind)) {
    throw new InputError(`${source}: kind: ${JSON.stringify(kind)}, expected one of ${taskKinds.join(', ')}`);
  }
  const task = createTask(kind as TaskKind, await resolveConfiguration(configuration, { source }));
  if (task.key === key) return task;
  throw new InputError(`${source}: key: ${JSON.stringify(key)}, expected ${task.key}, the hash of the task`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMapping(value)) return value;
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return Object.fromEntries(keys.sort().map((key) => [key, sorted(value[key])]));
}

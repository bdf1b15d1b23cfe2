import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { isAlive } from '../is-alive.js';
import { namesIn } from '../studies/names-in.js';

/**
 * How a folder is held: by one run alone, by one sweep, or by any number of its shards beside it.
 */
export type Hold = 'alone' | 'sweep' | 'shard';

/** What each hold shuts out. */
const shutsOut: Readonly<Record<Hold, readonly Hold[]>> = {
  alone: ['alone', 'sweep', 'shard'],
  sweep: ['alone', 'sweep'],
  shard: ['alone'],
};

/** What a lock holds: a file of the name that holds something else is not one of ours. */
const mark = 'crossprop\n';

interface Holder {
  readonly file: string;
  readonly hold: Hold;
  readonly pid: number;
}

/** The file in a run folder by which a process says that it holds it. */
export function lockName(hold: Hold, pid = process.pid, host = hostname()): string {
  return `.lock-${hold}-${pid}-${encodeURIComponent(host)}`;
}

/**
 * Holds a run folder for this process until the function returned is called. It announces itself
 * first and looks for others then, so that of two that start together none overlooks the other.
 * Locks that ended processes have left are removed. Throws InputError where another process of this
 * host holds the folder.
 */
export function holdFolder(path: string, hold: Hold = 'alone'): () => void {
  const own = join(path, lockName(hold));
  writeFileSync(own, mark);
  const release = () => rmSync(own, { force: true });
  try {
    checkFree(path, shutsOut[hold]);
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/**
 * Throws InputError where another living process of this host holds the folder in one of these
 * ways.
 */
export function checkFree(path: string, holds: readonly Hold[] = shutsOut.alone): void {
  for (const { file, hold, pid } of holdersOf(path)) {
    if (pid === process.pid) continue;
    if (!isAlive(pid)) removeLock(file);
    else if (holds.includes(hold)) {
      throw new InputError(
        `${path}: expected a folder that no other run writes to (process ${pid} does; if that is no run of crossprop, remove ${file})`,
      );
    }
  }
}

/** Of this host: whether a process of another one lives cannot be seen from here. */
function holdersOf(path: string): Holder[] {
  return namesIn(path).flatMap((name) => {
    const [, hold, pid, host] = /^\.lock-(alone|sweep|shard)-(\d+)-(.+)$/.exec(name) ?? [];
    if (host !== encodeURIComponent(hostname())) return [];
    return [{ file: join(path, name), hold: hold as Hold, pid: Number(pid) }];
  });
}

function removeLock(file: string): void {
  try {
    if (readFileSync(file, 'utf8') === mark) rmSync(file, { force: true });
  } catch {
    // Another process has removed it, or it is a folder: no lock.
  }
}

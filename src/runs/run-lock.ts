import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../devices/base/errors.js';

/** The file in a run folder that says which process writes there. */
export const LOCK = 'lock';

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Holds a run folder for this process until the function returned is called. A lock that a killed process left is taken over.
 * Throws InputError where another process of this host holds the folder.
 */
export function holdFolder(path: string): () => void {
  checkFree(path);
  const own: Holder = { pid: process.pid, host: hostname() };
  writeFileSync(join(path, LOCK), JSON.stringify(own));
  return () => rmSync(join(path, LOCK), { force: true });
}

/** Throws InputError where another process of this host holds the folder. */
export function checkFree(path: string): void {
  const holder = holderOf(path);
  // Whether a process of another host lives cannot be seen from here.
  if (holder === null || holder.host !== hostname() || holder.pid === process.pid || !isAlive(holder.pid))
    return;
  throw new InputError(
    `${path}: expected a folder that no other run writes to (process ${holder.pid} does; if that is no run of crossprop, remove ${join(path, LOCK)})`,
  );
}

function holderOf(path: string): Holder | null {
  try {
    const found = JSON.parse(readFileSync(join(path, LOCK), 'utf8')) as Holder | null;
    return typeof found?.pid === 'number' ? found : null;
  } catch {
    // None, or half written by a process that was killed.
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

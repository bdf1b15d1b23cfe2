import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { isAlive } from '../is-alive.js';
import { namesIn } from '../studies/names-in.js';

/**
 * Writes a text or bytes so that a reader sees the old file or the new one, whole, and a crash of
 * the machine leaves one of them: a temporary file in the same folder, flushed to disk, renamed,
 * the folder flushed. Throws what the file system throws, then with the old file as it was and no
 * temporary one; a full disk is reported as such.
 */
export function writeAtomically(file: string, text: string | Uint8Array): void {
  const temporary = temporaryOf(file);
  try {
    writeFlushed(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw toldOf(error, file);
  }
  flushFolder(dirname(file));
}

/** What the file system threw; of a full disk, an error that says so. */
export function toldOf(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Error(`${file}: the disk is full (${code}); what was there before is whole`, { cause: error });
}

/** Writes a file and waits until it is on disk. */
export function writeFlushed(file: string, text: string | Uint8Array): void {
  const handle = openSync(file, 'w');
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Waits until the names in a folder are on disk. Windows cannot open a folder, and flushes them by
 * itself.
 */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Where this process writes a file before it has its name. */
export function temporaryOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.${hostname()}.${process.pid}.crossprop-tmp`);
}

/** Whether a name is one of `temporaryOf`. */
export function isTemporary(name: string): boolean {
  return temporaryName.test(name);
}

const temporaryName = /^\..+\.(\d+)\.crossprop-tmp$/;

/** Removes what processes that were killed amid a write have left in a folder. */
export function removeTemporaries(folder: string): void {
  for (const name of namesIn(folder)) {
    const [, pid] = temporaryName.exec(name) ?? [];
    const isWritten = name.endsWith(`.${hostname()}.${pid}.crossprop-tmp`) && isAlive(Number(pid));
    if (pid !== undefined && !isWritten) rmSync(join(folder, name), { force: true });
  }
}

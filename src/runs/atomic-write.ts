import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a text or bytes so that a reader sees the old file or the new one, whole, and a crash of the machine leaves one of
 * them: a temporary file in the same folder, flushed to disk, renamed, the folder flushed. Throws what the file system
 * throws, then with the old file as it was and no temporary one.
 */
export function writeAtomically(file: string, text: string | Uint8Array): void {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFlushed(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  flushFolder(dirname(file));
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

/** Waits until the names in a folder are on disk. Windows cannot open a folder, and flushes them by itself. */
export function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

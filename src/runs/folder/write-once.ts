import { linkSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { flushFolder, temporaryOf, toldOf, writeFlushed } from './atomic-write.js';

/**
 * Writes a file that is not there yet, whole, and leaves alone one that is; returns whether it was
 * written. Of several processes that write it at the same time one does. Throws what the file
 * system throws, and leaves no temporary file.
 */
export function writeOnce(file: string, text: string | Uint8Array): boolean {
  const temporary = temporaryOf(file);
  try {
    writeFlushed(temporary, text);
    // Unlike a rename, a link does not replace what is there.
    linkSync(temporary, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw toldOf(error, file);
  } finally {
    rmSync(temporary, { force: true });
  }
  flushFolder(dirname(file));
  return true;
}

import { relative } from 'node:path';
import { readBytes, sha256Of } from '../readers/stored-file.js';

/**
 * SHA-256 of the files as they are stored: of one file its own, of several that of the lines which
 * `sha256sum` prints of them, with paths from `root` on, in the order given.
 */
export function contentHash(files: readonly string[], root: string): string {
  const hashes = files.map((file) => sha256Of([readBytes(file)]));
  if (files.length === 1) return hashes[0]!;
  const lines = files.map((file, i) => `${hashes[i]}  ${relative(root, file).replaceAll('\\', '/')}\n`);
  return sha256Of([new TextEncoder().encode(lines.join(''))]);
}

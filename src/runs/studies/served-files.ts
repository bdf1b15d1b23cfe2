import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The files that may be shown; nothing else in the folder is. */
const names: ReadonlySet<string> = new Set([
  'report.html',
  'result.json',
  'config.yaml',
  'metrics.jsonl',
  'log.jsonl',
  'progress.json',
]);

/** Bytes of the largest file that is shown. */
const maxBytes = 64 * 2 ** 20;

/**
 * The bytes of a file of a run folder under `root`, by its path from there with slashes; the last
 * `tail` bytes alone where these are given. null where the path has empty, `.` or `..` parts, a
 * backslash or a NUL, names another kind of file, leads out of the root by a symbolic link, is no
 * file, or is too large. Throws nothing.
 */
export function readServed(root: string, path: string, tail?: number): Uint8Array | null {
  const parts = path.split('/');
  if (/[\\\0]/.test(path) || parts.some((part) => part === '' || part === '.' || part === '..')) return null;
  if (!names.has(parts.at(-1) as string)) return null;
  try {
    const base = realpathSync(root);
    const file = realpathSync(join(base, ...parts));
    if (!file.startsWith(base.endsWith(sep) ? base : base + sep)) return null;
    return readRegular(file, tail);
  } catch {
    return null;
  }
}

/**
 * The path is a real one: a link that takes its place meanwhile is not followed, a pipe not waited
 * for.
 */
function readRegular(file: string, tail: number | undefined): Uint8Array | null {
  const handle = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile() || (tail === undefined && stat.size > maxBytes)) return null;
    const length = Math.min(stat.size, tail ?? stat.size);
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(handle, bytes, 0, length, stat.size - length));
  } finally {
    closeSync(handle);
  }
}

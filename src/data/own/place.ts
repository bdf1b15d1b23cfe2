import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { mapParts, type Parts } from './parts.js';

/** A file or folder with data. */
export interface DataPlace {
  readonly path: string;
  /** Names in a folder, sorted, hidden ones left out; null of a file. */
  readonly entries: readonly Dirent[] | null;
}

/** Throws InputError where there is no such file or folder. */
export function openPlace(path: string): DataPlace {
  try {
    if (!statSync(path).isDirectory()) return { path, entries: null };
    const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
    return { path, entries: entries.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(`dataset.path: ${path}: ${code}, expected a file or folder with data`);
  }
}

const isFolder = (entry: Dirent, path: string) =>
  entry.isDirectory() || (entry.isSymbolicLink() && statSync(join(path, entry.name)).isDirectory());

/** Folders in a folder, by name. */
export function foldersIn({ path, entries }: DataPlace): readonly string[] {
  return (entries ?? []).filter((entry) => isFolder(entry, path)).map(({ name }) => name);
}

/** Files in a folder, or the file itself, whose name fits, in lower case and without `.gz`. */
export function filesOf({ path, entries }: DataPlace, pattern: RegExp): readonly string[] {
  const fits = (name: string) => pattern.test(name.toLowerCase().replace(/\.gz$/, ''));
  if (entries === null) return fits(basename(path)) ? [path] : [];
  return entries
    .filter((entry) => !isFolder(entry, path) && fits(entry.name))
    .map(({ name }) => join(path, name));
}

/** Which part a name tells of: `x_train`, `t10k-images`, `val`; null where it tells none. */
export function partOfName(name: string): 'train' | 'test' | 'validation' | null {
  const words = name.toLowerCase().split(/[^a-z0-9]+/);
  const has = (...starts: string[]) => words.some((word) => starts.some((start) => word.startsWith(start)));
  if (has('test', 't10k', 'xtest', 'ytest')) return 'test';
  if (has('val', 'xval', 'yval')) return 'validation';
  return has('train', 'xtrain', 'ytrain') ? 'train' : null;
}

/**
 * Things in the parts that their names tell. Beside a test, what has no part trains where nothing
 * else does; validation is the test where there is none, and is left out otherwise. Where no part
 * has a partner, all is one. null where there is nothing.
 */
export function groupedParts<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
): Parts<readonly T[]> | null {
  if (items.length === 0) return null;
  const groups = { train: [] as T[], test: [] as T[], validation: [] as T[], rest: [] as T[] };
  for (const item of items) groups[partOfName(nameOf(item)) ?? 'rest'].push(item);
  const { train, validation, rest } = groups;
  const test = groups.test.length > 0 ? groups.test : validation;
  const training = train.length > 0 ? train : rest;
  if (training.length > 0 && test.length > 0) return { train: training, test };
  return { all: training.length > 0 ? training : test };
}

/** Files of a format by part: in the folder, or in its folders `train` and `test`. */
export function partFiles(place: DataPlace, pattern: RegExp): Parts<readonly string[]> | null {
  const own = groupedParts(filesOf(place, pattern), (file) => basename(file));
  if (own) return own;
  const folders = foldersIn(place).filter((name) => partOfName(name) !== null);
  const filled = folders
    .map((name) => ({ name, files: filesOf(openPlace(join(place.path, name)), pattern) }))
    .filter(({ files }) => files.length > 0);
  const grouped = groupedParts(filled, ({ name }) => name);
  return grouped && mapParts(grouped, (group) => group.flatMap(({ files }) => files));
}

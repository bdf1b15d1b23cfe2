import { basename, dirname, join, relative } from 'node:path';
import type { Tensor } from '../readers/tensor.js';
import type { FormatContent } from './data-format.js';
import { pairedArrays } from './named-arrays.js';
import type { OwnOptions } from './own-options.js';
import { type DataPlace, filesOf, foldersIn, openPlace, partOfName } from './place.js';

/**
 * Pairs of files of one array each: in a folder, in its folders `train` and `test`, or beside the
 * file of images that is named.
 */
export function filePairs(
  place: DataPlace,
  options: OwnOptions,
  { pattern, read }: { readonly pattern: RegExp; readonly read: (file: string) => Tensor },
): FormatContent | null {
  const isFile = place.entries === null;
  if (isFile && filesOf(place, pattern).length === 0) return null;
  const folder = isFile ? dirname(place.path) : place.path;
  const found = filesBelow(openPlace(folder), pattern);
  if (found.length === 0) return null;
  const own = basename(place.path);
  const files = isFile ? found.filter((file) => partOfName(file) === partOfName(own)) : found;
  const arrays = files.map((file) => ({
    name: relative(folder, file),
    file,
    place: file,
    read: () => read(file),
  }));
  return pairedArrays(arrays, place.path, isFile ? { ...options, images: own } : options);
}

function filesBelow(place: DataPlace, pattern: RegExp): readonly string[] {
  const folders = foldersIn(place).filter((name) => partOfName(name) !== null);
  const below = folders.flatMap((name) => filesOf(openPlace(join(place.path, name)), pattern));
  return [...filesOf(place, pattern), ...below];
}

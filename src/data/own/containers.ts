import { basename } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { Tensor } from '../readers/tensor.js';
import type { FormatContent } from './data-format.js';
import { type NamedArray, pairedArrays } from './named-arrays.js';
import type { OwnOptions } from './own-options.js';
import { listParts, mapParts } from './parts.js';
import { type DataPlace, partFiles } from './place.js';

interface Container {
  readonly pattern: RegExp;
  readonly format: string;
  readonly read: (file: string) => readonly NamedArray[];
  readonly prepare?: (images: Tensor, labels: Tensor) => Tensor;
}

/** Files of several named arrays: one, or one for training and one for the test. */
export function containers(
  place: DataPlace,
  options: OwnOptions,
  { pattern, format, read, prepare }: Container,
): FormatContent | null {
  const found = partFiles(place, pattern);
  if (!found) return null;
  const files = listParts(found).flat();
  if (listParts(found).some((group) => group.length > 1)) {
    const names = files.map((file) => basename(file)).slice(0, 8);
    throw new InputError(
      `${place.path}: expected one ${format} file, or one with train and one with test in its name (got ${names.join(', ')})`,
    );
  }
  const contentOf = (file: string) => pairedArrays(read(file), file, options, prepare).parts;
  if (found.all) return { parts: contentOf(found.all[0]!), files };
  return { parts: mapParts(found, ([file]) => listParts(contentOf(file!))[0]!), files };
}

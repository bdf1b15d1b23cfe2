import type { Dataset } from '../dataset.js';
import type { SplitOptions } from '../own/own-dataset.js';
import type { OwnOptions } from '../own/own-options.js';
import type { StoredFile } from '../readers/stored-file.js';

/** Where files are; what else there is to say of data of one's own is for `own` alone. */
export interface FilesOptions extends Partial<Omit<OwnOptions, 'path'>>, SplitOptions {
  /** A folder with files of one's own, where the data set takes one. */
  readonly path?: string | undefined;
}

/** What there is to know of a data set before reading it. */
export interface DatasetInfo {
  /** As `dataset.name` has it. */
  readonly name: string;
  readonly summary: string;
  readonly licence: string;
  readonly source: string;
}

/** A data set that a configuration can name: one file of this folder, one line in `datasets`. */
export interface DatasetDefinition extends DatasetInfo {
  /** Whether `dataset.path` may name a folder; false for files that come with crossprop. */
  readonly takesPath: boolean;
  /** Throws InputError for a file that is missing or of another layout. */
  readonly load: (options?: FilesOptions) => Dataset;
  /** The files, uncompressed and unchecked. Throws InputError where one cannot be read. */
  readonly read: (options?: FilesOptions) => readonly StoredFile[];
}

/** The definition, frozen. */
export function defineDataset<const D extends DatasetDefinition>(definition: D): D {
  return Object.freeze(definition);
}

import { InputError } from '../../devices/base/errors.js';
import type { Dataset } from './dataset.js';
import { editImages, type ImageEdits } from './edits/edit-images.js';
import { type FileCheck, verifyFiles } from './readers/stored-file.js';
import type { DatasetDefinition, DatasetInfo, FilesOptions } from './sets/dataset-definition.js';
import { datasetNames, datasets } from './sets/index.js';
import { own } from './sets/own.js';

export interface DatasetOptions extends ImageEdits, FilesOptions {
  readonly name: string;
}

/** What only data of one's own can be told. */
const ownKeys = ['images', 'labels', 'axes', 'fullScale', 'classes', 'testShare', 'splitSeed'] as const;

/**
 * Loads a data set by name and edits its images. Throws InputError for an unknown name, for options
 * that are not for it, or as its own loader does.
 */
export function loadDataset({ name, ...options }: DatasetOptions): Dataset {
  const { path, ...edits } = options;
  const definition = findDataset(name, path);
  const key = ownKeys.find((one) => options[one] !== undefined);
  if (name !== own.name && key !== undefined) {
    throw new InputError(`dataset.${key} must be left out for ${name} (got ${options[key]})`);
  }
  return editImages(definition.load(options), edits);
}

/** The data sets that `loadDataset` knows. */
export function listDatasets(): readonly DatasetInfo[] {
  return datasets.map(({ name, summary, licence, source }) => ({ name, summary, licence, source }));
}

/**
 * Compares each file's SHA-256, uncompressed, with the published one.
 * Throws InputError for an unknown name, or where a file is missing or cannot be uncompressed.
 */
export function verifyDataset(name: string, path?: string): readonly FileCheck[] {
  return verifyFiles(findDataset(name, path).read({ path }));
}

function findDataset(name: string, path: string | undefined): DatasetDefinition {
  const found = datasets.find((one) => one.name === name);
  if (!found) throw new InputError(`dataset.name must be one of ${datasetNames.join(', ')} (got ${name})`);
  if (path !== undefined && !found.takesPath) {
    throw new InputError(
      `dataset.path must be left out for ${name}, which comes with crossprop (got ${path})`,
    );
  }
  return found;
}

import { InputError } from '../../devices/base/errors.js';
import type { Dataset } from './dataset.js';
import { editImages, type ImageEdits } from './edit-images.js';
import { type FileCheck, verifyFiles } from './readers/stored-file.js';
import type { DatasetDefinition, DatasetInfo } from './sets/dataset-definition.js';
import { datasetNames, datasets } from './sets/index.js';

export interface DatasetOptions extends ImageEdits {
  readonly name: string;
  /** A folder with files of one's own, where the data set takes one. */
  readonly path?: string | undefined;
}

/**
 * Loads a data set by name and edits its images. Throws InputError for an unknown name, or as its
 * own loader does.
 */
export function loadDataset({ name, path, ...edits }: DatasetOptions): Dataset {
  return editImages(findDataset(name, path).load({ path }), edits);
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

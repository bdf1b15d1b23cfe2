import { InputError } from '../../../devices/base/errors.js';
import { openData } from '../own/open-data.js';
import { loadOwnDataset } from '../own/own-dataset.js';
import { readStoredFile } from '../readers/stored-file.js';
import { defineDataset, type FilesOptions } from './dataset-definition.js';

export const own = defineDataset({
  name: 'own',
  summary: "one's own images or vectors, of any size and number of classes",
  licence: "the user's",
  source: '--path of folders of PNG or JPEG by class, or of NPZ, NPY, CSV, IDX, CIFAR or MAT files',
  takesPath: true,
  load: (options = {}) => loadOwnDataset({ ...options, path: pathOf(options) }),
  read: (options = {}) =>
    openData({ ...options, path: pathOf(options) }).files.map((file) => readStoredFile(file, null)),
});

function pathOf({ path }: FilesOptions): string {
  if (path !== undefined) return path;
  throw new InputError(
    'Cannot load own: expected a file or folder with data in dataset.path or --path (got none)',
  );
}

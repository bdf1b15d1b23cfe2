import { existsSync } from 'node:fs';
import { InputError } from '../../../devices/base/errors.js';
import type { Dataset } from '../dataset.js';
import { type IdxDataset, loadIdxDataset, readIdxDataset } from '../readers/idx-files.js';
import type { StoredFile } from '../readers/stored-file.js';
import { defineDataset, type FilesOptions } from './dataset-definition.js';

export const fashionMnist = defineDataset({
  name: 'fashion-mnist',
  summary: 'articles of clothing, 28x28, 60,000 train and 10,000 test',
  licence: 'MIT',
  source: 'Xiao et al. 2017, arXiv:1708.07747; Debian package dataset-fashion-mnist, or --path DIR',
  takesPath: true,
  load: loadFashionMnist,
  read: readFashionMnist,
});

/**
 * Fashion-MNIST: articles of clothing, 60,000 training and 10,000 test images of 28x28, 10 classes
 * (Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747). `path` = a folder of IDX files in MNIST's
 * layout; that of the Debian package where it is not given. Throws InputError as `loadIdxDataset`.
 */
export function loadFashionMnist({ path }: FilesOptions = {}): Dataset {
  return loadIdxDataset(published, path);
}

/** The four files, as `readIdxDataset`. */
export function readFashionMnist({ path }: FilesOptions = {}): readonly StoredFile[] {
  return readIdxDataset(published, path);
}

/**
 * Where the Debian package puts the files. Throws InputError saying how to get them where it is not
 * installed.
 */
export function fashionMnistFolder(folder = '/usr/share/datasets/fashion-mnist'): string {
  if (existsSync(folder)) return folder;
  throw new InputError(
    'Cannot load fashion-mnist: expected the Debian package dataset-fashion-mnist (apt-get install dataset-fashion-mnist), ' +
      'or a folder of IDX files in dataset.path or --path (got neither)',
  );
}

const published: IdxDataset = {
  name: 'fashion-mnist',
  sha256: [
    'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
    '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
  ],
  folder: fashionMnistFolder,
};

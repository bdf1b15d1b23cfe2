import { join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { Dataset, ImageSet } from '../dataset.js';
import { type MatArray, parseMat } from '../readers/mat.js';
import { nameOfFiles, readStoredFile, type StoredFile, sha256Of } from '../readers/stored-file.js';
import { defineDataset, type FilesOptions } from './dataset-definition.js';

export const svhn = defineDataset({
  name: 'svhn',
  summary: 'house numbers, 32x32 in colour, 73,257 train and 26,032 test',
  licence: 'non-commercial use only: never shipped',
  source:
    'Netzer et al. 2011, NIPS Workshop on Deep Learning and Unsupervised Feature Learning; --path DIR with train_32x32.mat and test_32x32.mat',
  takesPath: true,
  load: loadSvhn,
  read: readSvhn,
});

/**
 * Street View House Numbers, cropped digits: 73,257 training and 26,032 test images of 32x32 in
 * red, green and blue, 10 classes (Netzer et al. 2011, "Reading digits in natural images with
 * unsupervised feature learning"). Their licence allows no commercial use, so users bring the
 * files, train_32x32.mat and test_32x32.mat in the folder `path`; whether they are the published
 * ones is for `verifyDataset` to say. Throws InputError where there is no path, or a file is
 * missing or of another layout.
 */
export function loadSvhn({ path }: FilesOptions = {}): Dataset {
  const files = readSvhn({ path });
  const [train, test] = files.map(({ bytes, file }) => svhnImages(parseMat(bytes, file), file));
  const name = nameOfFiles(files, 'svhn', path);
  return Object.freeze({ name, train, test, sha256: sha256Of(files.map(({ bytes }) => bytes)) });
}

/** The two files, unchecked: train, test. */
export function readSvhn({ path }: FilesOptions = {}): readonly StoredFile[] {
  if (path === undefined) {
    throw new InputError(
      'Cannot load svhn: expected a folder with train_32x32.mat and test_32x32.mat in dataset.path or --path, to be had from ' +
        'http://ufldl.stanford.edu/housenumbers (got none); its licence does not let crossprop bring them',
    );
  }
  return published.map(({ name, md5 }) => ({ ...readStoredFile(join(path, name), md5), algorithm: 'md5' }));
}

const published = [
  { name: 'train_32x32.mat', md5: 'e26dedcc434d2e4c54c9b2d4a06d8373' },
  { name: 'test_32x32.mat', md5: 'eb5a983be6a315427106f1b164d9cef3' },
] as const;

const classes = 10;

/**
 * X [32, 32, 3, images] in MATLAB's order and y [images, 1], the digit 0 as 10. Throws InputError
 * for another layout.
 */
export function svhnImages(arrays: readonly MatArray[], file: string): ImageSet {
  const find = (name: string) => {
    const found = arrays.find((array) => array.name === name);
    if (found) return found;
    throw new InputError(
      `${file}: expected a variable ${name} (got ${arrays.map((one) => one.name).join(', ') || 'none'})`,
    );
  };
  const [x, y] = [find('X'), find('y')];
  const [height, width, channels, count = 1] = x.shape;
  if (x.shape.length < 3 || channels !== 3 || !(x.data instanceof Uint8Array)) {
    throw new InputError(`${file}: X: expected bytes, 32 x 32 x 3 x images (got ${x.shape.join(' x ')})`);
  }
  if (y.data.length !== count) {
    throw new InputError(`${file}: y: expected ${count} labels as X has images (got ${y.data.length})`);
  }
  const labels = Uint8Array.from(y.data, (label) => (label === classes ? 0 : label));
  const bad = y.data.findIndex((label) => !Number.isInteger(label) || label < 1 || label > classes);
  if (bad >= 0) {
    throw new InputError(`${file}: y: expected labels from 1 to 10 (got ${y.data[bad]} at index ${bad})`);
  }
  const pixels = new Uint8Array(x.data.length);
  for (let image = 0, i = 0; image < count; image++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        for (let channel = 0; channel < channels; channel++, i++) {
          pixels[i] = x.data[row + height * (column + width * (channel + channels * image))];
        }
      }
    }
  }
  return Object.freeze({ count, width, height, channels, pixels, maxPixel: 255, labels, classes });
}

import { join } from 'node:path';
import type { Dataset } from '../dataset.js';
import { imageSet, sliceImages } from '../image-set.js';
import { packageRoot } from '../package-root.js';
import { parseIdx } from '../readers/idx.js';
import { checkFiles, readStoredFile, type StoredFile, sha256Of } from '../readers/stored-file.js';
import { defineDataset } from './dataset-definition.js';

export const digits = defineDataset({
  name: 'digits',
  summary: 'handwritten digits, 8x8, 1,437 train and 360 test by the same 13 writers',
  licence: 'BSD-3-Clause (the copy in scikit-learn); cite Alpaydin and Kaynak 1998',
  source: 'UCI, https://archive.ics.uci.edu/dataset/80; comes with crossprop',
  takesPath: false,
  load: loadDigits,
  read: readDigits,
});

/**
 * The 1,797 committed images of handwritten digits, 8x8, pixels 0 .. 16, 10 classes; source and
 * citation in digits/digits.rst. The first 1,437 images train, the last 360 test. All are by the
 * same 13 writers and the files do not say who wrote what: any split mixes writers, so an accuracy
 * here is not one on unseen handwriting. Throws InputError where the files are missing or not the
 * published ones.
 */
export function loadDigits(): Dataset {
  const files = readDigits();
  checkFiles(files);
  const [images, labels] = files.map(({ bytes, file }) => parseIdx(bytes, file));
  const all = imageSet(images, labels, { maxPixel: 16, classes: 10 });
  return Object.freeze({
    name: 'digits',
    train: sliceImages(all, 0, trainCount),
    test: sliceImages(all, trainCount, all.count),
    sha256: sha256Of(files.map(({ bytes }) => bytes)),
  });
}

/**
 * The two files, uncompressed and unchecked: images, labels. Throws InputError where one cannot be
 * read.
 */
export function readDigits(): readonly StoredFile[] {
  const folder = join(packageRoot(), 'src', 'data', 'digits');
  return published.map(({ name, sha256 }) => readStoredFile(join(folder, name), sha256));
}

const trainCount = 1437;

/** Checksums of the uncompressed files. */
const published = [
  {
    name: 'digits-images-idx3-ubyte.gz',
    sha256: '359cd13f0f514122884198b78a131df597421cbf5e93a76678fa96fc548f0d96',
  },
  {
    name: 'digits-labels-idx1-ubyte.gz',
    sha256: 'ce71631c1f31ce56fa54f31d1d498fafacff59b001e6c30c4a5e29508aa277ad',
  },
] as const;

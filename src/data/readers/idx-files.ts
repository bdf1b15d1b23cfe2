import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { Dataset, ImageSet } from '../dataset.js';
import { imageSet } from '../image-set.js';
import { parseIdx } from './idx.js';
import { checkFiles, nameOfFiles, readStoredFile, type StoredFile, sha256Of } from './stored-file.js';

/** A data set of four IDX files named as MNIST's are: 28x28 or other grey images of 10 classes. */
export interface IdxDataset {
  readonly name: string;
  /**
   * SHA-256 of the published files, uncompressed: train images, train labels, test images, test
   * labels.
   */
  readonly sha256: readonly [string, string, string, string];
  /**
   * The folder of the published files; throws InputError saying how to get them where there is
   * none.
   */
  readonly folder: () => string;
}

/**
 * Reads a data set. Without `path` the files must be the published ones, by SHA-256. With it, any
 * images do that agree with one another: as many labels as images, labels below 10, one image size.
 * Throws InputError otherwise.
 */
export function loadIdxDataset(published: IdxDataset, path?: string): Dataset {
  const files = readIdxDataset(published, path);
  if (path === undefined) checkFiles(files);
  const [trainImages, trainLabels, testImages, testLabels] = files.map(({ bytes, file }) =>
    parseIdx(bytes, file),
  );
  const train = imageSet(trainImages, trainLabels, { maxPixel: 255, classes: 10 });
  const test = imageSet(testImages, testLabels, { maxPixel: 255, classes: 10 });
  if (test.width !== train.width || test.height !== train.height) {
    throw new InputError(
      `${testImages.file}: expected ${sizeOf(train)} images as in training (got ${sizeOf(test)})`,
    );
  }
  const sha256 = sha256Of(files.map(({ bytes }) => bytes));
  return Object.freeze({ name: nameOfFiles(files, published.name, path), train, test, sha256 });
}

/**
 * The four files, uncompressed and unchecked. Throws InputError where one is missing or cannot be
 * read.
 */
export function readIdxDataset({ sha256, folder }: IdxDataset, path = folder()): readonly StoredFile[] {
  return names.map(({ stem, kind }, i) => readStoredFile(findFile(path, stem, kind), sha256[i]));
}

/** In the order of `Dataset.sha256`. */
const names = [
  { stem: 'train-images', kind: 'idx3-ubyte' },
  { stem: 'train-labels', kind: 'idx1-ubyte' },
  { stem: 't10k-images', kind: 'idx3-ubyte' },
  { stem: 't10k-labels', kind: 'idx1-ubyte' },
] as const;

/**
 * Mirrors write `train-images-idx3-ubyte` or `train-images.idx3-ubyte`; the plain file goes before
 * the gzip.
 */
function findFile(folder: string, stem: string, kind: string): string {
  const choices = ['', '.gz'].flatMap((end) => [`${stem}-${kind}${end}`, `${stem}.${kind}${end}`]);
  const found = choices.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  const got = existsSync(folder) ? 'no such file in it' : 'no such folder';
  throw new InputError(`dataset.path: expected a folder with ${stem}-${kind}[.gz] (got ${folder}: ${got})`);
}

const sizeOf = ({ width, height }: ImageSet) => `${height} x ${width}`;

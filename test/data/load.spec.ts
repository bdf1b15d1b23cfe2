import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../devices/base/errors.js';
import { listDatasets, loadDataset, verifyDataset } from '../../src/data/load.js';
import { fashionMnistFolder } from '../../src/data/sets/fashion-mnist.js';
import { datasetNames } from '../../src/data/sets/index.js';
import { mnistPackageFolder } from '../../src/data/sets/mnist.js';
import { idxBytes, withFolder } from './idx-bytes.js';

const names = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];

/** The Debian package that holds it. */
const installed = existsSync('/usr/share/datasets/fashion-mnist');

describe('loadDataset', () => {
  test('knows every data set that it lists', () => {
    expect(listDatasets().map(({ name }) => name)).toEqual(datasetNames);
    for (const { name, summary, licence, source } of listDatasets()) {
      // Where users bring the files themselves, the data set says how.
      try {
        expect(loadDataset({ name }).name).toBe(name);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as Error).message).toMatch(
          new RegExp(`^Cannot load ${name}: expected .*dataset\\.path or --path`),
        );
      }
      for (const text of [summary, licence, source]) expect(text).not.toBe('');
    }
  });

  test('rejects an unknown name with the names it knows', () => {
    const expected = new InputError(`dataset.name must be one of ${datasetNames.join(', ')} (got mnits)`);
    expect(() => loadDataset({ name: 'mnits' })).toThrow(expected);
    expect(() => verifyDataset('mnits')).toThrow(expected);
  });

  test('rejects a path where the data set takes none', () => {
    expect(() => loadDataset({ name: 'digits', path: '/tmp' })).toThrow(InputError);
    expect(() => loadDataset({ name: 'digits', path: '/tmp' })).toThrow(
      /^dataset\.path must be left out .*\(got \/tmp\)$/,
    );
  });
});

describe('fashion-mnist', () => {
  test.skipIf(!installed)('is the published one, by checksum', () => {
    expect(verifyDataset('fashion-mnist').map(({ ok }) => ok)).toEqual([true, true, true, true]);
    const { train, test: held } = loadDataset({ name: 'fashion-mnist' });
    expect([train.count, held.count, train.width, train.height]).toEqual([60000, 10000, 28, 28]);
    // The first training image is an ankle boot, class 9; every class has 6,000.
    expect(train.labels[0]).toBe(9);
    expect(train.labels.filter((label) => label === 3)).toHaveLength(6000);
  });

  test('comes from a folder too, and says how to get it where there is none', () => {
    const [pixels, labels] = [new Uint8Array(12), Uint8Array.of(1, 2)];
    const files = Object.fromEntries(
      names.map((name) => [
        name,
        name.includes('images') ? idxBytes([2, 2, 3], pixels) : idxBytes([2], labels),
      ]),
    );
    withFolder(files, (path) => {
      // Images of one's own are called by their folder.
      expect(loadDataset({ name: 'fashion-mnist', path })).toMatchObject({ name: basename(path) });
    });
    expect(() => fashionMnistFolder('/no/such/folder')).toThrow(
      /^Cannot load fashion-mnist: .*apt-get install dataset-fashion-mnist.*dataset\.path or --path[^\n]*$/,
    );
  });
});

describe('verifyDataset', () => {
  test.each([
    ['mnist', 4],
    ['digits', 2],
  ])('finds %s as published', (name, count) => {
    const checks = verifyDataset(name);
    expect(checks).toHaveLength(count);
    for (const { ok, sha256, expected } of checks) expect([ok, sha256]).toEqual([true, expected]);
  });

  test('tells the published MNIST from another, file by file, plain or gzip', () => {
    const read = (name: string) => readFileSync(join(mnistPackageFolder(), name));
    const files = {
      [names[0]]: idxBytes([1, 28, 28], new Uint8Array(784)),
      [`${names[1]}.gz`]: gzipSync(read(names[1])),
      [names[2]]: read(names[2]),
      [names[3]]: read(names[3]).fill(3, 20, 21),
    };
    withFolder(files, (path) => {
      const checks = verifyDataset('mnist', path);
      expect(checks.map(({ ok }) => ok)).toEqual([false, true, true, false]);
      expect(checks.map(({ file }) => file)).toEqual(Object.keys(files).map((name) => join(path, name)));
    });
  });

  test('rejects a missing folder', () => {
    expect(() => verifyDataset('mnist', '/no/such/folder')).toThrow(InputError);
  });
});

import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { InputError } from '../../devices/base/errors.js';
import { loadDataset, verifyDataset } from '../../src/data/load.js';
import { gunzip } from '../../src/data/readers/idx.js';
import { mnistPackageFolder } from '../../src/data/sets/mnist.js';

/**
 * Every label file is read with its first label raised or lowered by one: well formed, but not the
 * published data.
 */
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const readFileSync = (file: string, encoding?: 'utf8') => {
    if (encoding !== undefined || !file.includes('labels')) return fs.readFileSync(file, encoding);
    const bytes = gunzip(fs.readFileSync(file), file).slice();
    bytes[8] ^= 1;
    return file.endsWith('.gz') ? gzipSync(bytes) : bytes;
  };
  return { ...fs, readFileSync };
});

describe('a named data set whose files were altered', () => {
  test.each(['mnist', 'digits'])('does not load: %s', (name) => {
    expect(() => loadDataset({ name })).toThrow(InputError);
    expect(() => loadDataset({ name })).toThrow(/labels-idx1-ubyte\S*: expected SHA-256 /);
  });

  test.each(['mnist', 'digits'])('is told by verifyDataset: %s', (name) => {
    for (const { file, ok } of verifyDataset(name)) expect(ok).toBe(!file.includes('labels'));
  });

  test('loads as files of the user: from a path', () => {
    expect(loadDataset({ name: 'mnist', path: mnistPackageFolder() }).train.labels[0]).toBe(4);
  });
});

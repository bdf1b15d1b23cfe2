import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../devices/base/errors.js';
import { loadDataset, verifyDataset } from '../../src/data/load.js';
import { parseMat } from '../../src/data/readers/mat.js';
import { loadSvhn, svhnImages } from '../../src/data/sets/svhn.js';

// A file of the layout of SVHN's with synthetic pixels: for the reader alone, nothing may be
// learned from it.
const file = fileURLToPath(new URL('svhn-layout_32x32.mat', import.meta.url));
const bytes = new Uint8Array(readFileSync(file));
const folder = mkdtempSync(join(tmpdir(), 'crossprop-svhn-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['train', 'test']) copyFileSync(file, join(folder, `${name}_32x32.mat`));

/** The file with its first variable stored uncompressed. */
function uncompressed(): Uint8Array {
  const length = new DataView(bytes.buffer).getUint32(132, true);
  const matrix = inflateSync(bytes.subarray(136, 136 + length));
  return Uint8Array.from([...bytes.subarray(0, 128), ...matrix]);
}

describe('a MAT-file', () => {
  it('gives its arrays, compressed or not', () => {
    const arrays = parseMat(bytes, file);
    expect(arrays.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['X', 32, 32, 3, arrays[0].shape[3]],
      ['y', arrays[0].shape[3], 1],
    ]);
    const [first] = parseMat(uncompressed(), file);
    expect(first).toMatchObject({ name: 'X', shape: arrays[0].shape });
    expect(Buffer.compare(first.data as Uint8Array, arrays[0].data as Uint8Array)).toBe(0);
  });

  it.each<[string, Uint8Array, string]>([
    ['another file', new Uint8Array(300), 'expected a MAT-file of level 5, little-endian (got another file)'],
    ['an empty one', new Uint8Array(0), 'expected a MAT-file of level 5, little-endian (got another file)'],
    ['one cut short', bytes.subarray(0, 5000), 'expected a whole MAT-file (got one cut short)'],
    ['a tag cut short', bytes.subarray(0, 132), 'expected a whole MAT-file (got one cut short)'],
  ])('is told from %s', (_, other, line) => {
    expect(() => parseMat(other, 'a.mat')).toThrow(new InputError(`a.mat: ${line}`));
  });

  it('with a wrong bit in what is compressed is an InputError', () => {
    const damaged = bytes.slice();
    damaged[3000] ^= 16;
    expect(() => parseMat(damaged, 'a.mat')).toThrow(/^a\.mat: expected /);
  });
});

describe('SVHN', () => {
  const [x, y] = parseMat(bytes, file);
  const images = svhnImages([x, y], file);

  it('has pixels by row, column and colour, and its tens are zeros', () => {
    const count = x.shape[3];
    expect(images).toMatchObject({ count, width: 32, height: 32, channels: 3, maxPixel: 255, classes: 10 });
    // The first index runs fastest in the file, the last one here: X(row, column, channel, image).
    for (const [row, column, channel, image] of [
      [0, 0, 0, 0],
      [3, 17, 1, 2],
      [31, 5, 2, count - 1],
    ]) {
      const there = x.data[row + 32 * (column + 32 * (channel + 3 * image))];
      expect(images.pixels[((image * 32 + row) * 32 + column) * 3 + channel]).toBe(there);
    }
    expect([...images.labels]).toEqual(Array.from(y.data, (label) => label % 10));
  });

  it('is loaded from a folder, and known not to be the published one by its MD5', () => {
    const { train, test, name } = loadDataset({ name: 'svhn', path: folder });
    // Files of one's own are not reported as the published ones.
    expect([name, train.count, test.count]).toEqual([basename(folder), images.count, images.count]);
    const checks = verifyDataset('svhn', folder);
    expect(checks.map(({ ok, expected }) => [ok, expected])).toEqual([
      [false, 'e26dedcc434d2e4c54c9b2d4a06d8373'],
      [false, 'eb5a983be6a315427106f1b164d9cef3'],
    ]);
    expect(checks[0].md5).toMatch(/^[0-9a-f]{32}$/);
  });

  it('says what is missing', () => {
    expect(() => loadSvhn()).toThrow(/^Cannot load svhn: expected a folder with train_32x32\.mat/);
    expect(() => loadSvhn({ path: join(folder, 'none') })).toThrow(
      /train_32x32\.mat: expected a readable file/,
    );
    expect(() => svhnImages([x], 'a.mat')).toThrow(new InputError('a.mat: expected a variable y (got X)'));
    const few = { ...y, data: y.data.slice(1) };
    expect(() => svhnImages([x, few], 'a.mat')).toThrow(/^a\.mat: y: expected \d+ labels as X has images/);
    const wrong = { ...y, data: Uint8Array.from(y.data).fill(11) };
    expect(() => svhnImages([x, wrong], 'a.mat')).toThrow(/labels from 1 to 10 \(got 11 at index 0\)/);
    const grey = { ...x, shape: [32, 32, x.shape[3]] };
    expect(() => svhnImages([grey, y], 'a.mat')).toThrow(/^a\.mat: X: expected bytes, 32 x 32 x 3 x images/);
    writeFileSync(join(folder, 'test_32x32.mat'), 'no');
    expect(() => loadSvhn({ path: folder })).toThrow(/test_32x32\.mat: expected a MAT-file of level 5/);
  });
});

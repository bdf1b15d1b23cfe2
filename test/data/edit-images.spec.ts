import { describe, expect, test } from 'vitest';
import { editImages } from '../../src/data/edits/edit-images.js';
import { loadDigits } from '../../src/data/sets/digits.js';

const digits = loadDigits();

describe('editing images', () => {
  test('keeps the middle of each image, labels and count as they were', () => {
    const { train, test: held } = editImages(digits, { crop: 4 });
    expect([train.width, train.height, train.count, held.count]).toEqual([4, 4, 1437, 360]);
    const pixel = (image: number, row: number, column: number) =>
      digits.train.pixels[(image * 8 + row) * 8 + column];
    const row = (image: number, r: number) => [2, 3, 4, 5].map((column) => pixel(image, r, column));
    expect([...train.pixels.subarray(16, 32)]).toEqual([2, 3, 4, 5].flatMap((r) => row(1, r)));
    expect(train.labels).toBe(digits.train.labels);
  });

  test('keeps all channels of the middle of colour images', () => {
    // Two images of 3 x 4 pixels in three colours, every byte another.
    const pixels = Uint8Array.from({ length: 2 * 3 * 4 * 3 }, (_, i) => i);
    const set = {
      count: 2,
      height: 3,
      width: 4,
      channels: 3,
      pixels,
      maxPixel: 255,
      labels: Uint8Array.of(0, 1),
      classes: 2,
    };
    const { train } = editImages({ name: 'colours', train: set, test: set, sha256: '' }, { crop: 2 });
    expect([train.height, train.width, train.channels]).toEqual([2, 2, 3]);
    // The left one of the two middles: rows 0 and 1, columns 1 and 2.
    const row = (image: number, r: number) =>
      Array.from({ length: 6 }, (_, i) => ((image * 3 + r) * 4 + 1) * 3 + i);
    expect([...train.pixels]).toEqual([...row(0, 0), ...row(0, 1), ...row(1, 0), ...row(1, 1)]);
  });

  test('makes pixels above the share of full scale 1, the others 0', () => {
    const { train } = editImages(digits, { threshold: 0.5 });
    expect(train.maxPixel).toBe(1);
    expect([...train.pixels.subarray(0, 64)]).toEqual(
      [...digits.train.pixels.subarray(0, 64)].map((pixel) => (pixel > 8 ? 1 : 0)),
    );
  });

  test('leaves a data set alone where nothing is asked, and refuses a crop beyond it', () => {
    expect(editImages(digits, {})).toBe(digits);
    expect(() => editImages(digits, { crop: 9 })).toThrow('dataset.crop must be at most 8 pixels (got 9)');
  });
});

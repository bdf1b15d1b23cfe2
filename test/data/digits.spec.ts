import { describe, expect, test } from 'vitest';
import type { ImageSet } from '../../src/data/dataset.js';
import { checkFiles, sha256Of } from '../../src/data/readers/stored-file.js';
import { loadDigits, readDigits } from '../../src/data/sets/digits.js';

describe('the 8x8 digits', () => {
  const { train, test: held, sha256 } = loadDigits();

  test('are 1,437 and 360 images with pixels 0 .. 16', () => {
    for (const [set, count] of [
      [train, 1437],
      [held, 360],
    ] as const) {
      expect(set).toMatchObject({ count, width: 8, height: 8, maxPixel: 16, classes: 10 });
      expect(set.pixels).toHaveLength(count * 64);
      expect(set.labels).toHaveLength(count);
      expect(Math.max(...set.pixels)).toBe(16);
      expect(new Set(set.labels).size).toBe(10);
    }
    expect([...train.labels.subarray(0, 5)]).toEqual([0, 1, 2, 3, 4]);
  });

  test('are split without a gap or an overlap, in the order of the files', () => {
    const [images, labels] = readDigits();
    const joined = (...parts: ArrayLike<number>[]) => Buffer.from(parts.flatMap((part) => Array.from(part)));
    expect(joined(train.pixels, held.pixels).equals(images.bytes.subarray(16))).toBe(true);
    expect(joined(train.labels, held.labels).equals(labels.bytes.subarray(8))).toBe(true);
  });

  test('are checked by SHA-256, over both files', () => {
    const files = readDigits();
    expect(sha256).toBe(sha256Of(files.map(({ bytes }) => bytes)));
    files[0].bytes[500] ^= 1;
    expect(() => checkFiles(files)).toThrow(/digits-images-idx3-ubyte\.gz: expected SHA-256 359cd/);
  });

  test('carry their labels: the nearest training image names most test images', () => {
    // Images and labels out of step would give a tenth. A nearest neighbour gives 0.96 on this
    // split.
    const right = Array.from({ length: held.count }, (_, i) =>
      Number(nearestLabel(train, held, i) === held.labels[i]),
    );
    expect(right.reduce((sum, hit) => sum + hit, 0) / held.count).toBeGreaterThan(0.9);
  });
});

/** The label of the training image nearest to test image `index`, by squared distance. */
function nearestLabel(train: ImageSet, held: ImageSet, index: number): number {
  let [best, label] = [Infinity, -1];
  for (let other = 0; other < train.count; other++) {
    let distance = 0;
    for (let p = 0; p < 64; p++)
      distance += (train.pixels[other * 64 + p] - held.pixels[index * 64 + p]) ** 2;
    if (distance < best) [best, label] = [distance, train.labels[other]];
  }
  return label;
}

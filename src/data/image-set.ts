import { InputError } from '../../devices/base/errors.js';
import { type ImageSet, imageSize } from './dataset.js';
import type { IdxArray } from './readers/idx.js';

/** What the files do not say of themselves. */
export interface ImageSetOptions {
  readonly maxPixel: number;
  readonly classes: number;
}

/**
 * Joins images [count, height, width] and labels [count], sharing their memory. Throws InputError
 * naming the file for another rank, counts that differ, or a label that is not below `classes`.
 */
export function imageSet(images: IdxArray, labels: IdxArray, options: ImageSetOptions): ImageSet {
  const [count, height, width] = checkRank(images, 3);
  const [labelCount] = checkRank(labels, 1);
  if (labelCount !== count) {
    throw new InputError(`${labels.file}: expected ${count} labels as in ${images.file} (got ${labelCount})`);
  }
  const bad = labels.data.findIndex((label) => label >= options.classes);
  if (bad >= 0) {
    throw new InputError(
      `${labels.file}: expected labels from 0 to ${options.classes - 1} (got ${labels.data[bad]} at index ${bad})`,
    );
  }
  return Object.freeze({
    count,
    width,
    height,
    channels: 1,
    pixels: images.data,
    labels: labels.data,
    ...options,
  });
}

/** Images `start` .. `end - 1` of a set, sharing its memory. */
export function sliceImages(set: ImageSet, start: number, end: number): ImageSet {
  const size = imageSize(set);
  return Object.freeze({
    ...set,
    count: end - start,
    pixels: set.pixels.subarray(start * size, end * size),
    labels: set.labels.subarray(start, end),
  });
}

function checkRank({ file, shape }: IdxArray, rank: number): readonly number[] {
  if (shape.length === rank) return shape;
  throw new InputError(`${file}: expected ${rank} dimensions (got ${shape.length}: ${shape.join(' x ')})`);
}

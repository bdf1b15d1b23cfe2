import { permutation, type RandomStream } from '../../devices/index.js';
import { type ImageSet, imageSize } from './dataset.js';

/** Some images of a set, by index. */
export interface Selection {
  readonly set: ImageSet;
  readonly indices: Uint32Array;
}

/**
 * The first `count` images after a seeded shuffle; all of them, in stored order, without `count`.
 */
export function selectImages(set: ImageSet, count: number | undefined, random: RandomStream): Selection {
  const indices =
    count === undefined ? identity(set.count) : permutation(set.count, { random, step: 0 }).slice(0, count);
  return { set, indices };
}

function identity(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

/** The selection in the order of an epoch: shuffled anew from (random, epoch). */
export function shuffled({ set, indices }: Selection, random: RandomStream, epoch: number): Selection {
  return { set, indices: permutation(indices.length, { random, step: epoch }).map((i) => indices[i]) };
}

/** Stretches of up to `size` images, in order, the last one shorter. */
export function* batchesOf({ set, indices }: Selection, size: number): Generator<Selection> {
  for (let from = 0; from < indices.length; from += size) {
    yield { set, indices: indices.subarray(from, from + size) };
  }
}

/** out [images, pixels] = the images with pixels in [0, 1], times `mask` (same shape; null = 1). */
export function imagesInto(
  out: Float32Array,
  { set, indices }: Selection,
  mask: Float32Array | null = null,
): void {
  const size = imageSize(set);
  const scale = 1 / set.maxPixel;
  for (let b = 0, i = 0; b < indices.length; b++) {
    const from = indices[b] * size;
    for (let pixel = 0; pixel < size; pixel++, i++) {
      const x = set.pixels[from + pixel] * scale;
      out[i] = mask === null ? x : x * mask[i];
    }
  }
}

/** Labels of the images, in order. */
export function labelsOf({ set, indices }: Selection): Uint8Array {
  return Uint8Array.from(indices, (i) => set.labels[i]);
}

import { basename, resolve } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { createRandom } from '../../../devices/index.js';
import { type Dataset, type ImageSet, imageSize, type Pixels } from '../dataset.js';
import { stratified } from '../stratified.js';
import { type OpenedData, openData } from './open-data.js';
import type { OwnOptions } from './own-options.js';

export interface SplitOptions {
  /** Share of the images that test, where the files do not keep them apart; 0.2 by default. */
  readonly testShare?: number | undefined;
  /** What decides which they are; 1 by default. */
  readonly splitSeed?: number | undefined;
}

/** A data set of one's own files. Throws InputError as `openData` and `splitData`. */
export function loadOwnDataset(options: OwnOptions & SplitOptions): Dataset {
  const data = openData(options);
  const name = basename(resolve(options.path)) || options.path;
  return Object.freeze({ name, ...splitData(data, options), sha256: data.sha256 });
}

/**
 * Training and test images: as the files have them, else drawn by `splitSeed` so that every class
 * keeps its share. Throws InputError where nothing would be left of one of them, and for options of
 * a split where there is none to make.
 */
export function splitData(
  { parts: { train, test, all } }: Pick<OpenedData, 'parts'>,
  { path, testShare, splitSeed }: Pick<OwnOptions, 'path'> & SplitOptions,
): Pick<Dataset, 'train' | 'test'> {
  if (train && test) {
    for (const [key, value] of Object.entries({ testShare, splitSeed })) {
      if (value === undefined) continue;
      throw new InputError(`dataset.${key} must be left out where the files keep training and test apart`);
    }
    return { train, test };
  }
  const set = all!;
  const count = Math.round((testShare ?? 0.2) * set.count);
  if (count < 1 || count >= set.count) {
    throw new InputError(
      `${path}: ${set.count} images, expected enough that some train and some test (dataset.testShare ${testShare ?? 0.2})`,
    );
  }
  const random = createRandom(splitSeed ?? 1).stream('test images of a split');
  const indices = Uint32Array.from({ length: set.count }, (_, i) => i);
  const { chosen, rest } = stratified({ set, indices }, count, random);
  return { train: subset(set, rest.indices), test: subset(set, chosen.indices) };
}

function subset(set: ImageSet, indices: Uint32Array): ImageSet {
  const size = imageSize(set);
  const length = indices.length * size;
  const pixels: Pixels = set.pixels instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  const labels = set.labels.slice(0, indices.length);
  indices.forEach((image, i) => {
    pixels.set(set.pixels.subarray(image * size, (image + 1) * size), i * size);
    labels[i] = set.labels[image];
  });
  return Object.freeze({ ...set, count: indices.length, pixels, labels });
}

import { InputError } from '../../devices/base/errors.js';
import type { Dataset, ImageSet } from './dataset.js';

export interface ImageEdits {
  /** Keep the square of so many pixels a side in the middle of each image. */
  readonly crop?: number | undefined;
  /** Make images black and white: 1 where a pixel is above this share of full scale, else 0. */
  readonly threshold?: number | undefined;
}

/**
 * A data set with every image cropped, then made black and white; itself where nothing is asked.
 * Throws InputError.
 */
export function editImages(dataset: Dataset, { crop, threshold }: ImageEdits): Dataset {
  if (crop === undefined && threshold === undefined) return dataset;
  const edit = (set: ImageSet) => {
    const cropped = crop === undefined ? set : cropImages(set, crop);
    return threshold === undefined ? cropped : blackAndWhite(cropped, threshold);
  };
  return Object.freeze({ ...dataset, train: edit(dataset.train), test: edit(dataset.test) });
}

function cropImages(set: ImageSet, side: number): ImageSet {
  const { count, width, height, channels, pixels } = set;
  if (side > width || side > height) {
    throw new InputError(`dataset.crop must be at most ${Math.min(width, height)} pixels (got ${side})`);
  }
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const out = new Uint8Array(count * side * side * channels);
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < side; row++) {
      const from = ((image * height + top + row) * width + left) * channels;
      out.set(pixels.subarray(from, from + side * channels), (image * side + row) * side * channels);
    }
  }
  return Object.freeze({ ...set, width: side, height: side, pixels: out });
}

function blackAndWhite(set: ImageSet, threshold: number): ImageSet {
  const limit = threshold * set.maxPixel;
  return Object.freeze({ ...set, maxPixel: 1, pixels: set.pixels.map((pixel) => Number(pixel > limit)) });
}

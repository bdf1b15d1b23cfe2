import { InputError } from '../../../devices/base/errors.js';
import { type Dataset, type ImageSet, imageSize, type Pixels } from '../dataset.js';
import { type NormaliseOptions, withNormalisation } from './normalise.js';
import { resizeImage, sizeOf } from './resize.js';

/** In the order in which they are made. */
export interface ImageEdits extends NormaliseOptions {
  /** Scale images to this height and width, or to a square. */
  readonly resize?: number | readonly number[] | undefined;
  /** Keep so many pixels, height and width or both in one, in the middle of each image. */
  readonly crop?: number | readonly number[] | undefined;
  /** Make one grey channel of red, green and blue, weighted as in ITU-R BT.601. */
  readonly grey?: boolean | undefined;
  /** Make images black and white: 1 where a pixel is above this share of full scale, else 0. */
  readonly threshold?: number | undefined;
  /** The order in which the numbers of an image are inputs; NHWC by default. */
  readonly flatten?: 'NHWC' | 'NCHW' | undefined;
}

/**
 * A data set with every image edited; itself where nothing is asked. Throws InputError naming the
 * key that does not fit the images.
 */
export function editImages(dataset: Dataset, edits: ImageEdits): Dataset {
  const train = editSet(dataset.train, edits);
  const test = editSet(dataset.test, edits);
  const normalised = withNormalisation({ train, test }, edits);
  if (normalised.train === dataset.train && normalised.test === dataset.test) return dataset;
  return Object.freeze({ ...dataset, ...normalised });
}

/** A set edited but for its normalisation, which is one of the training images. */
export function editSet(set: ImageSet, { resize, crop, grey, threshold, flatten }: ImageEdits): ImageSet {
  const scaled = resize === undefined ? set : resizeImages(set, resize);
  const cropped = crop === undefined ? scaled : cropImages(scaled, crop);
  const toned = grey === true ? greyImages(cropped) : cropped;
  const limited = threshold === undefined ? toned : blackAndWhite(toned, threshold);
  return flatten === 'NCHW' ? Object.freeze({ ...limited, flatten }) : limited;
}

function resizeImages(set: ImageSet, option: number | readonly number[]): ImageSet {
  const size = sizeOf(option);
  if (set.height === size.height && set.width === size.width) return set;
  if (set.height === 1) throw new InputError('dataset.resize must be left out for vectors');
  const from = imageSize(set);
  const to = size.height * size.width * set.channels;
  const pixels = sameKind(set.pixels, set.count * to);
  for (let image = 0; image < set.count; image++) {
    const own = set.pixels.subarray(image * from, (image + 1) * from);
    pixels.set(resizeImage(own, set, size), image * to);
  }
  return Object.freeze({ ...set, ...size, pixels });
}

function cropImages(set: ImageSet, option: number | readonly number[]): ImageSet {
  const { count, channels, pixels } = set;
  const { height, width } = sizeOf(option);
  if (height > set.height || width > set.width) {
    const most = Array.isArray(option) ? `${set.height} x ${set.width}` : Math.min(set.width, set.height);
    throw new InputError(`dataset.crop must be at most ${most} pixels (got ${option})`);
  }
  const left = (set.width - width) >> 1;
  const top = (set.height - height) >> 1;
  const out = sameKind(pixels, count * height * width * channels);
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < height; row++) {
      const from = ((image * set.height + top + row) * set.width + left) * channels;
      out.set(pixels.subarray(from, from + width * channels), (image * height + row) * width * channels);
    }
  }
  return Object.freeze({ ...set, width, height, pixels: out });
}

function greyImages(set: ImageSet): ImageSet {
  if (set.channels === 1) return set;
  if (set.channels !== 3) {
    throw new InputError(`dataset.grey must be false for images of ${set.channels} channels`);
  }
  const pixels = sameKind(set.pixels, set.pixels.length / 3);
  for (let i = 0; i < pixels.length; i++) {
    const [red, green, blue] = set.pixels.subarray(3 * i, 3 * i + 3);
    const brightness = 0.299 * red + 0.587 * green + 0.114 * blue;
    pixels[i] = pixels instanceof Uint8Array ? Math.round(brightness) : brightness;
  }
  return Object.freeze({ ...set, channels: 1, pixels });
}

function blackAndWhite(set: ImageSet, threshold: number): ImageSet {
  const limit = threshold * set.maxPixel;
  const pixels = Uint8Array.from(set.pixels, (pixel) => Number(pixel > limit));
  return Object.freeze({ ...set, maxPixel: 1, pixels });
}

/** As many zeros, bytes for bytes and floats for floats. */
function sameKind(pixels: Pixels, length: number): Pixels {
  return pixels instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
}

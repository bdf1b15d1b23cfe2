import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { ImageSet } from '../../data/dataset.js';
import { loadDataset } from '../../data/load.js';
import { bytesOf, floatsOf, type Tensor, type Tensors } from '../../data/readers/tensor.js';
import { readTensorFile } from '../../data/readers/tensor-file.js';
import { datasetNames } from '../../data/sets/index.js';
import type { LabelledImages } from './images.js';

/** Images to test on, and others of the same kind that a chip may be calibrated by. */
export interface InferenceData {
  readonly name: string;
  /** SHA-256 of all numbers, in hexadecimal. */
  readonly sha256: string;
  readonly train: LabelledImages;
  readonly test: LabelledImages;
}

export interface ReadImagesOptions {
  /**
   * Images set aside for calibration where the file has no images of training: the first, which are
   * then not tested on.
   */
  readonly calibrationImages: number;
}

/**
 * Reads images by the name of a data set, or from an NPZ file: `x_test` and `y_test` with `x_train`
 * beside them, or `images` and `labels`. Images are [count, height, width], [count, channels,
 * height, width], [count, height, width, channels] or [count, numbers]; bytes are divided by 255.
 * Throws InputError.
 */
export function readImages(path: string, options: ReadImagesOptions): InferenceData {
  if (datasetNames.some((name) => name === path)) {
    const { name, sha256, train, test } = loadDataset({ name: path });
    return { name, sha256, train: ofImageSet(train), test: ofImageSet(test) };
  }
  if (!/\.npz$/i.test(path)) {
    throw new InputError(
      `${path}: expected the name of a data set (${datasetNames.join(', ')}) or an .npz file`,
    );
  }
  return ofTensors(readTensorFile(path), path, options);
}

function ofImageSet({ count, channels, height, width, pixels, maxPixel, labels }: ImageSet): LabelledImages {
  return { count, channels, height, width, stored: 'NHWC', values: pixels, scale: maxPixel, labels };
}

const imageNames = ['images', 'x', 'X', 'data', 'arr_0'];
const labelNames = ['labels', 'y', 'Y', 'targets', 'arr_1'];
const namesFor = (part: string, names: readonly string[]) =>
  names.flatMap((name) => [`${name}_${part}`, `${part}_${name}`]);

function ofTensors(tensors: Tensors, file: string, { calibrationImages }: ReadImagesOptions): InferenceData {
  const find = (names: readonly string[]) => names.map((name) => tensors.get(name)).find((tensor) => tensor);
  const images = find([...namesFor('test', imageNames), ...imageNames]);
  const labels = find([...namesFor('test', labelNames), ...labelNames]);
  if (!images || !labels) {
    throw new InputError(
      `${file}: arrays ${[...tensors.keys()].slice(0, 8).join(', ')}, expected images and labels, or x_test, y_test and x_train`,
    );
  }
  const test = labelled(images, labels, file);
  const trainImages = find(namesFor('train', imageNames));
  const hash = createHash('sha256');
  for (const tensor of tensors.values()) hash.update(bytesOf(tensor.data));
  const named = { name: basename(file).replace(/\.npz$/i, ''), sha256: hash.digest('hex') };
  if (trainImages) return { ...named, train: withoutLabels(trainImages, file), test };
  const aside = Math.min(calibrationImages, Math.floor(test.count / 2));
  return { ...named, train: sliced(test, 0, aside), test: sliced(test, aside, test.count) };
}

function labelled(images: Tensor, labels: Tensor, file: string): LabelledImages {
  const set = withoutLabels(images, file);
  const numbers = Array.from(labels.data as ArrayLike<number | bigint>, Number);
  if (numbers.length !== set.count) {
    throw new InputError(`${file}: ${numbers.length} labels, expected ${set.count}, one an image`);
  }
  const wrong = numbers.findIndex((label) => !Number.isInteger(label) || label < 0);
  if (wrong >= 0) {
    throw new InputError(`${file}: label ${wrong} is ${numbers[wrong]}, expected a class, counted from 0`);
  }
  return { ...set, labels: numbers };
}

function withoutLabels(images: Tensor, file: string): LabelledImages {
  const { shape, data } = images;
  const [count = 0, ...dims] = shape;
  if (count < 1 || dims.length < 1 || dims.length > 3 || dims.some((size) => size < 1)) {
    throw new InputError(
      `${file}: images of shape ${shape.join(' x ')}, expected a count, then one to three sizes`,
    );
  }
  const scale = data instanceof Uint8Array ? 255 : 1;
  const values = data instanceof Uint8Array ? data : floatsOf(images, file);
  const common = { count, values, scale, labels: [] };
  if (dims.length === 1) return { ...common, channels: 1, height: 1, width: dims[0]!, stored: 'NCHW' };
  if (dims.length === 2) {
    return { ...common, channels: 1, height: dims[0]!, width: dims[1]!, stored: 'NCHW' };
  }
  const [first, second, third] = dims as [number, number, number];
  // Channels are few, and pixels many.
  return third < first && third <= 4
    ? { ...common, channels: third, height: first, width: second, stored: 'NHWC' }
    : { ...common, channels: first, height: second, width: third, stored: 'NCHW' };
}

/** Images `from` .. `to` - 1. */
export function sliced(images: LabelledImages, from: number, to: number): LabelledImages {
  const size = images.channels * images.height * images.width;
  const values = images.values as Float32Array;
  return {
    ...images,
    count: to - from,
    values: values.subarray(from * size, to * size),
    labels: Array.prototype.slice.call(images.labels, from, to),
  };
}

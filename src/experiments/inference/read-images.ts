import { basename } from 'node:path';
import type { ImageSet } from '../../data/dataset.js';
import { loadDataset } from '../../data/load.js';
import { openData } from '../../data/own/open-data.js';
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
   * Images set aside for calibration where the files have no images of training: the first of each
   * class in turn, which are then not tested on.
   */
  readonly calibrationImages: number;
}

/**
 * Reads images by the name of a data set, or from a file or folder of one's own, see `openData`.
 * Labels that are whole numbers are classes counted from 0; of other labels the classes are in
 * their sorted order. Throws InputError.
 */
export function readImages(path: string, { calibrationImages }: ReadImagesOptions): InferenceData {
  if (datasetNames.some((name) => name === path)) {
    const { name, sha256, train, test } = loadDataset({ name: path });
    return { name, sha256, train: ofImageSet(train), test: ofImageSet(test) };
  }
  const { parts, sha256 } = openData({ path });
  const named = { name: basename(path).replace(/\.\w+$/, ''), sha256 };
  const { train, test, all } = parts;
  if (train && test) return { ...named, train: ofImageSet(train), test: ofImageSet(test) };
  const whole = ofImageSet((test ?? all)!);
  const { aside, rest } = setAside(whole, calibrationImages);
  return { ...named, train: chosen(whole, aside), test: chosen(whole, rest) };
}

function ofImageSet(set: ImageSet): LabelledImages {
  const { count, channels, height, width, pixels, maxPixel, labels, classNames = [] } = set;
  const classes = classNames.map(Number);
  const isNumbered = classes.length > 0 && classes.every(Number.isInteger);
  return {
    count,
    channels,
    height,
    width,
    stored: 'NHWC',
    values: pixels,
    scale: maxPixel,
    labels: isNumbered ? Array.from(labels, (label) => classes[label]!) : labels,
  };
}

/**
 * Images by their number: as many of each class as come in turn, since files are often sorted by
 * class; half of all at most.
 */
function setAside({ count, labels }: LabelledImages, wanted: number) {
  const seen = new Map<number, number>();
  const turns = Array.from({ length: count }, (_, i) => {
    const turn = seen.get(labels[i]!) ?? 0;
    seen.set(labels[i]!, turn + 1);
    return turn;
  });
  const inTurn = turns.map((_, i) => i).sort((a, b) => turns[a]! - turns[b]! || a - b);
  const size = Math.min(wanted, Math.floor(count / 2));
  const byNumber = (a: number, b: number) => a - b;
  return { aside: inTurn.slice(0, size).sort(byNumber), rest: inTurn.slice(size).sort(byNumber) };
}

/** The images of these numbers. */
function chosen(images: LabelledImages, numbers: readonly number[]): LabelledImages {
  const size = images.channels * images.height * images.width;
  const values = new Float32Array(numbers.length * size);
  for (const [to, from] of numbers.entries()) {
    for (let i = 0; i < size; i++) values[to * size + i] = images.values[from * size + i]!;
  }
  return { ...images, count: numbers.length, values, labels: numbers.map((i) => images.labels[i]!) };
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

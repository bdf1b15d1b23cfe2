import { InputError } from '../../../devices/base/errors.js';
import { type ImageSet, imageSize, type Normalisation } from '../dataset.js';

export interface NormaliseOptions {
  /**
   * By the training images, each channel of images and each number of vectors by itself. deviation:
   * to mean 0 and deviation 1. range: from least and most to 0 and 1. None by default.
   */
  readonly normalise?: 'none' | 'deviation' | 'range' | undefined;
  /** Taken off every input, where 1 is full scale: one for all, or one a channel or number. */
  readonly mean?: number | readonly number[] | undefined;
  /** What the rest is divided by; above 0, as many as of `mean`. 1 by default. */
  readonly deviation?: number | readonly number[] | undefined;
}

interface Sets {
  readonly train: ImageSet;
  readonly test: ImageSet;
}

/** Both sets normalised alike. Throws InputError for as many numbers as fit no image. */
export function withNormalisation({ train, test }: Sets, options: NormaliseOptions): Sets {
  const normalisation = normalisationOf(train, options);
  if (normalisation === null) return { train, test };
  const own = (set: ImageSet) => Object.freeze({ ...set, normalisation });
  return { train: own(train), test: own(test) };
}

function normalisationOf(
  train: ImageSet,
  { normalise = 'none', mean, deviation }: NormaliseOptions,
): Normalisation | null {
  const isGiven = mean !== undefined || deviation !== undefined;
  if (normalise === 'none') {
    if (!isGiven) return null;
    return {
      mean: listed('mean', mean ?? 0, train),
      deviation: listed('deviation', deviation ?? 1, train),
    };
  }
  if (isGiven) {
    throw new InputError(
      `dataset.normalise must be none where dataset.mean or dataset.deviation is given (got ${normalise})`,
    );
  }
  const { least, most, mean: means, deviation: deviations } = statisticsOf(train);
  // What never varies is 0 and stays so.
  const orOne = (value: number) => (value > 0 ? value : 1);
  if (normalise === 'deviation') return { mean: means, deviation: deviations.map(orOne) };
  return { mean: least, deviation: most.map((value, i) => orOne(value - least[i]!)) };
}

function listed(key: string, option: number | readonly number[], set: ImageSet): Float64Array {
  const values = Float64Array.from([option].flat());
  const { length } = values;
  if (length === 1 || length === set.channels || length === imageSize(set)) return values;
  const counts = set.channels > 1 ? `, one a channel (${set.channels})` : '';
  throw new InputError(
    `dataset.${key} must be one number${counts} or one a number of an image (${imageSize(set)}) (got ${length})`,
  );
}

/** By channel of images, by number of vectors, where 1 is full scale. */
export interface ImageStatistics {
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly mean: Float64Array;
  /** Of the numbers themselves, not an estimate from a sample. */
  readonly deviation: Float64Array;
}

/** O(numbers). */
export function statisticsOf(set: ImageSet): ImageStatistics {
  const { pixels, maxPixel, channels, height } = set;
  const period = height === 1 ? imageSize(set) : channels;
  const least = new Float64Array(period).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(period).fill(Number.NEGATIVE_INFINITY);
  const mean = new Float64Array(period);
  const squares = new Float64Array(period);
  const count = pixels.length / period;
  for (let i = 0, k = 0; i < pixels.length; i++, k = k + 1 === period ? 0 : k + 1) {
    const x = pixels[i] / maxPixel;
    if (x < least[k]) least[k] = x;
    if (x > most[k]) most[k] = x;
    mean[k] += x / count;
  }
  for (let i = 0, k = 0; i < pixels.length; i++, k = k + 1 === period ? 0 : k + 1) {
    squares[k] += (pixels[i] / maxPixel - mean[k]) ** 2 / count;
  }
  // Rounding leaves a constant a deviation of some 1e-16 of its size.
  const deviation = squares.map((square, k) => (most[k] > least[k] ? Math.sqrt(square) : 0));
  return { least, most, mean, deviation };
}

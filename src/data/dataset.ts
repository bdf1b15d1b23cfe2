/** Numbers as stored: bytes of images, floats of vectors and of arrays of other numbers. */
export type Pixels = Uint8Array | Float32Array;

/** Classes of images; two bytes each where there are more than 256. */
export type Labels = Uint8Array | Uint16Array;

/** Input = (stored / maxPixel - mean) / deviation, by channel or by number. */
export interface Normalisation {
  /** [channels], or one a number of an image in the order of the pixels. */
  readonly mean: Float64Array;
  /** As `mean`, above 0. */
  readonly deviation: Float64Array;
}

/**
 * Images or vectors with labels, as stored. The batches turn them into inputs of a network; bytes
 * without a normalisation become states in [0, 1]. A vector is an image of one row.
 */
export interface ImageSet {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
  /** [count, height, width, channels], row-major. */
  readonly pixels: Pixels;
  /** The pixel value that stands for 1.0: 255, or 16 for the 8x8 digits. */
  readonly maxPixel: number;
  /** [count], each in 0 .. classes - 1. */
  readonly labels: Labels;
  readonly classes: number;
  /** [classes]; absent where they are numbers. */
  readonly classNames?: readonly string[];
  /** None by default. */
  readonly normalisation?: Normalisation;
  /** The order in which the numbers of an image are the inputs of a network; NHWC by default. */
  readonly flatten?: 'NHWC' | 'NCHW';
}

/** Numbers in one image. */
export function imageSize({
  width,
  height,
  channels,
}: Pick<ImageSet, 'width' | 'height' | 'channels'>): number {
  return width * height * channels;
}

export interface Dataset {
  readonly name: string;
  readonly train: ImageSet;
  readonly test: ImageSet;
  /**
   * SHA-256 over the uncompressed files: train images, train labels, test images, test labels. Of
   * data of one's own, over the files as they are stored.
   */
  readonly sha256: string;
}

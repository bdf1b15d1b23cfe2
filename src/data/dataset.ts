/** Images with labels, as stored: one byte a pixel. The batches turn them into states in [0, 1]. */
export interface ImageSet {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
  /** [count, height, width, channels], row-major. */
  readonly pixels: Uint8Array;
  /** The pixel value that stands for 1.0: 255, or 16 for the 8x8 digits. */
  readonly maxPixel: number;
  /** [count], each in 0 .. classes - 1. */
  readonly labels: Uint8Array;
  readonly classes: number;
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
   * SHA-256 over the uncompressed IDX files: train images, train labels, test images, test labels.
   */
  readonly sha256: string;
}

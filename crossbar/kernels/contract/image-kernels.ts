/**
 * Square windows over pictures [height, width, channels], channels last: what convolutions and
 * pools look through.
 */
export interface Windows {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Of a side, in pixels. */
  readonly size: number;
  /** From window to window, in pixels, along both axes. */
  readonly stride: number;
  /** Pixels that the first window reaches beyond the edge; below `size`. */
  readonly padding: number;
  /** Windows along each axis. */
  readonly outHeight: number;
  readonly outWidth: number;
}

/**
 * The kernels of convolutional networks: part of `Kernels`, whose rules they follow. `batch` =
 * pictures.
 */
export interface ImageKernels {
  /**
   * columns [batch windows, size size channels] = the pixels under each window, 0 beyond the edge.
   */
  readonly unfoldInto: (columns: Float32Array, pictures: Float32Array, job: WindowJob) => void;
  /** Its transpose: every pixel the sum of the entries read from it. */
  readonly foldInto: (pictures: Float32Array, columns: Float32Array, job: WindowJob) => void;
  /**
   * pooled [batch, windows, channels] = the mean under each window, pixels beyond the edge counted
   * as 0 or, where `where` [same shape] is given, the largest, and `where` = its place in the
   * window; the first of equals, NaN before all.
   */
  readonly poolInto: (
    pooled: Float32Array,
    pictures: Float32Array,
    job: WindowJob & { readonly where: Int32Array | null },
  ) => void;
  /**
   * Its transpose, given the places found: every pixel the sum of what the windows over it take
   * from it.
   */
  readonly unpoolInto: (
    pictures: Float32Array,
    pooled: Float32Array,
    job: WindowJob & { readonly where: Int32Array | null },
  ) => void;
}

export interface WindowJob {
  readonly windows: Windows;
  readonly batch: number;
}

/**
 * The windows over a picture. They cover it from the top left; a rest smaller than a window stays
 * out.
 */
export function createWindows(
  picture: Pick<Windows, 'channels' | 'height' | 'width'>,
  { size, stride, padding }: Pick<Windows, 'size' | 'stride' | 'padding'>,
): Windows {
  const along = (length: number) => Math.max(Math.floor((length + 2 * padding - size) / stride) + 1, 0);
  const { channels, height, width } = picture;
  const [outHeight, outWidth] = [along(height), along(width)];
  return Object.freeze({ channels, height, width, size, stride, padding, outHeight, outWidth });
}

/** Where data of one's own is, and what its files do not say: keys of `dataset`. */
export interface OwnOptions {
  /** A folder, or a file that holds all images or vectors. */
  readonly path: string;
  /**
   * The array (NPZ, MAT) or file beside `path` (NPY, IDX) with the images; found by the usual names
   * by default.
   */
  readonly images?: string | undefined;
  /**
   * The array, file or column (CSV: its name, or its number from 1 on) with the labels; found by
   * the usual names by default, and in CSV the last column where no name is usual.
   */
  readonly labels?: string | number | undefined;
  /** How arrays of four dimensions are laid out; by the place of 1, 3 or 4 channels by default. */
  readonly axes?: 'NHWC' | 'NCHW' | undefined;
  /** The number that stands for 1; 255 for bytes, 1 for other numbers by default. */
  readonly fullScale?: number | undefined;
  /** Labels are 0 .. classes - 1; as many as the labels show by default. */
  readonly classes?: number | undefined;
  /** Height and width that images are scaled to as they are read, or both in one. */
  readonly resize?: number | readonly number[] | undefined;
}

import type { Pixels } from '../dataset.js';
import type { OwnOptions } from './own-options.js';
import type { Parts } from './parts.js';
import type { DataPlace } from './place.js';

/** Images as stored, without labels. */
export interface StoredImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [count, height, width, channels], row-major. */
  readonly pixels: Pixels;
  /** The number that stands for 1. */
  readonly maxPixel: number;
}

/** Images with a name or number of the class of each, as the files have them. */
export interface RawPart extends StoredImages {
  /** For messages. */
  readonly file: string;
  /** [count] */
  readonly labels: ArrayLike<string | number>;
}

export interface FormatContent {
  readonly parts: Parts<RawPart>;
  /** Every file that was read, in the order of the content's hash. */
  readonly files: readonly string[];
}

/** A way in which users keep data: one file of `formats`, one line in its index. */
export interface DataFormat {
  readonly name: string;
  /**
   * The content of a place; null where it holds nothing of this format. Throws InputError for
   * damaged files.
   */
  readonly read: (place: DataPlace, options: OwnOptions) => FormatContent | null;
}

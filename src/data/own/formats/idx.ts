import { parseIdxTensor } from '../../readers/idx.js';
import { readBytes } from '../../readers/stored-file.js';
import type { DataFormat } from '../data-format.js';
import { filePairs } from '../file-pairs.js';

/** IDX files of images and labels, of any element type, named as MNIST's are. */
export const idx: DataFormat = Object.freeze({
  name: 'IDX',
  read: (place, options) =>
    filePairs(place, options, {
      pattern: /[-.]idx\d?(-[a-z]+)?$/,
      read: (file) => parseIdxTensor(readBytes(file), file),
    }),
} satisfies DataFormat);

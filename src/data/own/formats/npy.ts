import { parseNpy } from '../../readers/npy.js';
import { readStoredFile } from '../../readers/stored-file.js';
import type { DataFormat } from '../data-format.js';
import { filePairs } from '../file-pairs.js';

/** Files of one NumPy array each: images and labels, or both for training and for the test. */
export const npy: DataFormat = Object.freeze({
  name: 'NPY',
  read: (place, options) =>
    filePairs(place, options, {
      pattern: /\.npy$/,
      read: (file) => parseNpy(readStoredFile(file, null).bytes, file),
    }),
} satisfies DataFormat);

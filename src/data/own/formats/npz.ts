import { parseNpz } from '../../readers/npz.js';
import { readBytes } from '../../readers/stored-file.js';
import { containers } from '../containers.js';
import type { DataFormat } from '../data-format.js';

/** Arrays of NumPy in one file, or in one for training and one for the test. */
export const npz: DataFormat = Object.freeze({
  name: 'NPZ',
  read: (place, options) => containers(place, options, { pattern: /\.npz$/, format: 'NPZ', read: arraysOf }),
} satisfies DataFormat);

/** Bytes of all arrays, uncompressed. */
const MOST_BYTES = 4 * 2 ** 30;

function arraysOf(file: string) {
  const tensors = parseNpz(readBytes(file), file, MOST_BYTES);
  return [...tensors].map(([name, tensor]) => ({
    name,
    file,
    place: `${file}: ${name}`,
    read: () => tensor,
  }));
}

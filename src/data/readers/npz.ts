import { unzipSync, zipSync } from 'fflate';
import { InputError } from '../../../devices/base/errors.js';
import { crc32 } from '../crc32.js';
import { readZipDirectory } from '../zip-directory.js';
import { npyBytes, parseNpy } from './npy.js';
import type { Tensor, Tensors } from './tensor.js';

/**
 * Bytes of all arrays of a file, uncompressed: a guard against files that unpack to far more than
 * they weigh.
 */
const MOST_BYTES = 256 * 2 ** 20;
/** An entry may claim any lengths, packed and unpacked: fflate would allocate what is claimed. */
const MOST_COMPRESSION = 1100;

/** Deflate writes no time stamp of now: the same arrays are the same bytes. */
const EPOCH = '1980-01-01T00:00:00';

/**
 * Reads what `numpy.savez` and `savez_compressed` write. Throws InputError naming `file`, for an
 * array too whose bytes are not those of its CRC-32, or whose name stands twice, and where all
 * arrays take more than `mostBytes`, 256 MiB by default.
 */
export function parseNpz(bytes: Uint8Array, file: string, mostBytes = MOST_BYTES): Tensors {
  const tensors = new Map<string, Tensor>();
  for (const [entry, content] of unzipped(bytes, file, mostBytes)) {
    const name = entry.replace(/\.npy$/, '');
    tensors.set(name, parseNpy(content, `${file}: ${name}`));
  }
  return tensors;
}

/** The arrays as an uncompressed NPZ file, which `numpy.load` opens. */
export function npzBytes(tensors: Tensors): Uint8Array {
  const files = [...tensors].map(([name, tensor]) => [`${name}.npy`, npyBytes(tensor)]);
  return zipSync(Object.fromEntries(files), { level: 0, mtime: EPOCH });
}

function unzipped(bytes: Uint8Array, file: string, mostBytes: number): [string, Uint8Array][] {
  let sum = 0;
  try {
    const files = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        sum += originalSize;
        const compressed = Math.min(size, bytes.length);
        if (sum <= mostBytes && originalSize <= compressed * MOST_COMPRESSION + 64) return true;
        throw new InputError(`${file}: ${name}: expected at most ${mostBytes} bytes unpacked`);
      },
    });
    checkSums(files, bytes, file);
    return Object.entries(files);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: expected a whole NPZ file (got: ${(error as Error).message})`);
  }
}

/** fflate reads the entries by the directory and compares no sums. */
function checkSums(files: Readonly<Record<string, Uint8Array>>, bytes: Uint8Array, file: string): void {
  const directory = readZipDirectory(bytes);
  const names = new Set<string>();
  for (const { name, crc } of directory) {
    const place = `${file}: ${name.slice(0, 60)}`;
    if (names.has(name)) throw new InputError(`${place}: twice in the file, expected once`);
    names.add(name);
    const content = files[name];
    if (content && crc32(content) !== crc)
      throw new InputError(`${place}: expected bytes of the CRC-32 in the file`);
  }
  const missing = Object.keys(files).find((name) => !names.has(name));
  if (missing !== undefined)
    throw new InputError(`${file}: expected a directory that lists ${missing.slice(0, 60)}`);
}

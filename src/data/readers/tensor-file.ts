import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import { npyBytes, parseNpy } from './npy.js';
import { npzBytes, parseNpz } from './npz.js';
import { parseSafetensors, safetensorsBytes } from './safetensors.js';
import type { Tensor, Tensors } from './tensor.js';

interface Format {
  readonly parse: (bytes: Uint8Array, file: string) => Tensors;
  /** null where the arrays do not fit the format. */
  readonly write: (tensors: Tensors) => Uint8Array | null;
}

const formats: Readonly<Record<string, Format>> = {
  '.npz': { parse: parseNpz, write: npzBytes },
  '.safetensors': { parse: parseSafetensors, write: safetensorsBytes },
  '.npy': {
    parse: (bytes, file) => new Map([[basename(file, '.npy'), parseNpy(bytes, file)]]),
    write: (tensors) => (tensors.size === 1 ? npyBytes([...tensors.values()][0] as Tensor) : null),
  },
};

/**
 * Reads the arrays of a file by its ending: .npz, .safetensors, or .npy, one array with the file's
 * name. Throws InputError.
 */
export function readTensorFile(file: string): Tensors {
  const { parse } = formatOf(file);
  try {
    return parse(readFileSync(file), file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError(`${file}: ${code}, expected a readable file`);
  }
}

/**
 * The arrays in the format that the file's ending names. Throws InputError for another ending, and
 * for several as .npy.
 */
export function tensorFileBytes(file: string, tensors: Tensors): Uint8Array {
  const bytes = formatOf(file).write(tensors);
  if (bytes) return bytes;
  throw new InputError(
    `${file}: ${tensors.size} arrays, expected one, or a file that ends in .npz or .safetensors`,
  );
}

function formatOf(file: string): Format {
  const format = formats[extname(file)];
  if (format) return format;
  throw new InputError(`${file}: expected a file that ends in ${Object.keys(formats).join(', ')}`);
}

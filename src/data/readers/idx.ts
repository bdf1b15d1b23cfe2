import { gunzipSync } from 'node:zlib';
import { InputError } from '../../../devices/base/errors.js';
import { elementTypes, swapped, type Tensor } from './tensor.js';

/** An IDX file in memory: an array of unsigned bytes of any rank. */
export interface IdxArray {
  /** The file's name, for messages. */
  readonly file: string;
  /** Sizes, slowest dimension first; at least one, none of them 0. */
  readonly shape: readonly number[];
  /** The elements, row-major; their number is the product of `shape`. */
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file (format: http://yann.lecun.com/exdb/mnist), plain or gzip: 0, 0, element type,
 * rank, then one big-endian 32-bit size a dimension, then the elements. `data` is a view of the
 * uncompressed bytes. Throws InputError naming `file` for damaged gzip, another element type than
 * unsigned byte, rank 0, an empty dimension, or a length that differs from the header's. As no size
 * is 0, a header that claims a wrong rank never fits the length.
 */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  const { shape, body } = splitIdx(bytes, file, [unsignedByte]);
  return Object.freeze({ file, shape: Object.freeze(shape), data: body });
}

/** The same of any of the six element types, big-endian numbers in this machine's order. */
export function parseIdxTensor(bytes: Uint8Array, file: string): Tensor {
  const { type, shape, body } = splitIdx(bytes, file, Object.keys(elements).map(Number));
  const { numpy, size } = elements[type]!;
  const { read } = elementTypes.find((known) => known.numpy === numpy)!;
  return { shape, data: read(size > 1 ? swapped(body, size) : body) };
}

function splitIdx(bytes: Uint8Array, file: string, types: readonly number[]) {
  const plain = gunzip(bytes, file);
  const { type, rank } = checkMagic(plain, file, types);
  const offset = 4 * (1 + rank);
  if (plain.length < offset) {
    throw new InputError(
      `${file}: expected a header of ${offset} bytes for ${rank} dimensions (got ${plain.length} bytes)`,
    );
  }
  const header = new DataView(plain.buffer, plain.byteOffset, offset);
  const shape = Array.from({ length: rank }, (_, axis) => header.getUint32(4 * (1 + axis)));
  if (shape.includes(0)) throw new InputError(`${file}: expected sizes above 0 (got ${shape.join(' x ')})`);
  const expected = offset + shape.reduce((product, size) => product * size, elements[type]!.size);
  if (plain.length !== expected) {
    throw new InputError(
      `${file}: expected ${expected} bytes for ${shape.join(' x ')} elements (got ${plain.length})`,
    );
  }
  return { type, shape, body: plain.subarray(offset) };
}

/**
 * `bytes` uncompressed where they start as gzip does, else a view of `bytes` as they are.
 * Throws InputError naming `file` where the gzip is truncated or damaged.
 */
export function gunzip(bytes: Uint8Array, file: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return plainView(bytes);
  try {
    return plainView(gunzipSync(bytes));
  } catch (error) {
    throw new InputError(`${file}: expected a whole gzip file (got: ${(error as Error).message})`);
  }
}

/** A Buffer's `slice` does not copy; a Uint8Array's does. Callers get the latter. */
function plainView({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

const unsignedByte = 0x08;

/** Element types by their code. */
const elements: Readonly<Record<number, { readonly numpy: string; readonly size: number }>> = {
  [unsignedByte]: { numpy: 'u1', size: 1 },
  9: { numpy: 'i1', size: 1 },
  11: { numpy: 'i2', size: 2 },
  12: { numpy: 'i4', size: 4 },
  13: { numpy: 'f4', size: 4 },
  14: { numpy: 'f8', size: 8 },
};

/** The element type and rank that the first four bytes announce. */
function checkMagic(bytes: Uint8Array, file: string, types: readonly number[]) {
  const [zero, zeroToo, type, rank] = bytes;
  if (bytes.length >= 4 && zero === 0 && zeroToo === 0 && types.includes(type) && rank > 0) {
    return { type, rank };
  }
  const hex = (byte: number) => byte.toString(16).padStart(2, '0');
  const got = Array.from(bytes.subarray(0, 4), hex).join(' ');
  throw new InputError(
    `${file}: expected the IDX magic number 00 00 ${types.map(hex).join('|')} <rank of 1 or more> (got ${got || 'an empty file'})`,
  );
}

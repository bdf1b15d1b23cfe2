import { inflateSync } from 'node:zlib';
import { InputError } from '../../../devices/base/errors.js';

/** A numeric array of a MAT file. */
export interface MatArray {
  /** For messages. */
  readonly file: string;
  readonly name: string;
  /** MATLAB's order: the first index runs fastest. */
  readonly shape: readonly number[];
  readonly data: Uint8Array | Float64Array;
}

/**
 * Data types of elements and classes of arrays: MAT-File Format, The MathWorks, tables 1-1 and 1-3.
 */
const UINT8 = 2;
const COMPRESSED = 15;
const MATRIX = 14;
const DOUBLE_CLASS = 6;
const UINT8_CLASS = 9;
const HEADER = 128;

/**
 * The real arrays of type uint8 or double in a MAT-file of level 5, compressed or not,
 * little-endian as MATLAB writes it on every machine of today (MAT-File Format, The MathWorks);
 * other variables are left out. uint8 shares the file's memory where it is not compressed. Throws
 * InputError naming the file for what is no such file or is cut short.
 */
export function parseMat(stored: Uint8Array, file: string): readonly MatArray[] {
  const bytes = plain(stored);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Version 0x0100 and "MI" read as the two bytes "IM": little-endian.
  if (bytes.length < HEADER || view.getUint16(124, true) !== 0x0100 || view.getUint16(126, true) !== 0x4d49) {
    throw new InputError(`${file}: expected a MAT-file of level 5, little-endian (got another file)`);
  }
  const arrays: MatArray[] = [];
  for (let at = HEADER; at < bytes.length; ) {
    const element = elementAt(bytes, at, file);
    const matrix = element.type === COMPRESSED ? elementAt(inflated(element.data, file), 0, file) : element;
    const array = matrix.type === MATRIX ? parseMatrix(matrix.data, file) : null;
    if (array) arrays.push(array);
    // Compressed elements alone are not padded.
    at = element.type === COMPRESSED ? element.end : padded(element.end);
  }
  return arrays;
}

interface Element {
  readonly type: number;
  readonly data: Uint8Array;
  /** Of the data, in the bytes they were found in. */
  readonly end: number;
}

function elementAt(bytes: Uint8Array, at: number, file: string): Element {
  const cut = () => new InputError(`${file}: expected a whole MAT-file (got one cut short)`);
  if (at + 8 > bytes.length) throw cut();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tag = view.getUint32(at, true);
  // Up to four bytes may stand in the tag itself, their number in its upper half.
  const small = tag >>> 16;
  const [type, length, from] =
    small > 0 ? [tag & 0xffff, small, at + 4] : [tag, view.getUint32(at + 4, true), at + 8];
  if (from + length > bytes.length) throw cut();
  return { type, data: bytes.subarray(from, from + length), end: small > 0 ? at + 8 : from + length };
}

/** An array of another kind is null. */
function parseMatrix(bytes: Uint8Array, file: string): MatArray | null {
  const parts: Uint8Array[] = [];
  const types: number[] = [];
  for (let at = 0; at < bytes.length && parts.length < 4; ) {
    const { type, data, end } = elementAt(bytes, at, file);
    parts.push(data);
    types.push(type);
    at = padded(end);
  }
  const [flags, dimensions, name, real] = parts;
  if (!real) return null;
  const kind = flags[0];
  const isComplex = (flags[1] & 0x08) !== 0;
  if (isComplex || (kind !== UINT8_CLASS && kind !== DOUBLE_CLASS)) return null;
  const text = new TextDecoder().decode(name);
  const shape = [...numbersIn(dimensions, Int32Array, `${file}: ${text}`)];
  const count = shape.reduce((product, size) => product * size, 1);
  // Doubles that are small whole numbers are stored as bytes.
  const data = types[3] === UINT8 ? real : numbersIn(real, Float64Array, `${file}: ${text}`);
  if (data.length !== count) {
    throw new InputError(`${file}: ${text}: expected ${count} numbers (got ${data.length})`);
  }
  return { file, name: text, shape, data };
}

/** A copy of the bytes as numbers. */
function numbersIn<T extends Int32Array | Float64Array>(
  bytes: Uint8Array,
  Numbers: { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer): T },
  place: string,
): T {
  const size = Numbers.BYTES_PER_ELEMENT;
  if (bytes.length % size === 0) return new Numbers(Uint8Array.from(bytes).buffer);
  throw new InputError(`${place}: expected numbers of ${size} bytes (got ${bytes.length} bytes of them)`);
}

function inflated(data: Uint8Array, file: string): Uint8Array {
  try {
    return plain(inflateSync(data));
  } catch (error) {
    throw new InputError(`${file}: expected compressed data (got ${(error as Error).message})`);
  }
}

/** A view that is not a Buffer, whose slices would share memory. */
const plain = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  new Uint8Array(buffer, byteOffset, byteLength);

const padded = (end: number) => Math.ceil(end / 8) * 8;

import { InputError } from '../../../devices/base/errors.js';
import { rowMajor } from './permuted-axes.js';
import { bytesOf, elementCount, elementTypeOf, elementTypes, swapped, type Tensor } from './tensor.js';

/** NumPy writes headers of a few hundred bytes; its own reader stops at this many. */
const LONGEST_HEADER = 10_000;
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Reads a NumPy array file (format 1.0 to 3.0, numpy.lib.format): real numbers and booleans, either
 * byte order, either memory order; float16 is widened. Throws InputError naming `file` for anything
 * else. Allocates no more than the file's own length (twice that for float16). O(bytes).
 */
export function parseNpy(bytes: Uint8Array, file: string): Tensor {
  const { header, offset } = splitHeader(bytes, file);
  const { order, name, fortran, shape } = parseHeader(header, file);
  const type = elementTypes.find(({ numpy }) => numpy === name);
  if (name === 'O') {
    throw new InputError(
      `${file}: holds pickled Python objects, which are not read; save numbers: np.save(file, np.array(x, dtype=np.float32))`,
    );
  }
  if (!type) {
    const known = elementTypes.map(({ numpy }) => numpy).filter((known) => known !== '-');
    throw new InputError(`${file}: expected elements of type ${known.join(', ')} (got ${name.slice(0, 20)})`);
  }
  const count = elementCount(shape, file);
  const body = bytes.subarray(offset);
  if (body.length !== count * type.bytes) {
    throw new InputError(
      `${file}: expected ${count * type.bytes} bytes behind the header for shape [${shape.join(', ')}] (got ${body.length})`,
    );
  }
  const data = type.read(order === '>' ? swapped(body, type.bytes) : body);
  return { shape, data: fortran && shape.length > 1 ? rowMajor(data, shape) : data };
}

/**
 * The array as a NumPy file, format 1.0, little-endian, row-major, its data aligned to 64 bytes.
 * Float16 is not written.
 */
export function npyBytes({ shape, data }: Tensor): Uint8Array {
  const { numpy, bytes } = elementTypeOf(data);
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${bytes === 1 ? '|' : '<'}${numpy}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((MAGIC.length + 4 + dictionary.length + 1) / 64) * 64;
  const out = new Uint8Array(length + data.byteLength);
  out.set([...MAGIC, 1, 0]);
  new DataView(out.buffer).setUint16(8, length - 10, true);
  out.set(new TextEncoder().encode(`${dictionary.padEnd(length - 11)}\n`), 10);
  out.set(bytesOf(data), length);
  return out;
}

function splitHeader(bytes: Uint8Array, file: string): { header: string; offset: number } {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new InputError(`${file}: expected a NumPy array file, which begins with \\x93NUMPY`);
  }
  const version = bytes[6];
  if (version < 1 || version > 3)
    throw new InputError(`${file}: expected NPY format 1 to 3 (got ${version})`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LONGEST_HEADER || start + length > bytes.length) {
    throw new InputError(
      `${file}: expected a whole header of at most ${LONGEST_HEADER} bytes (got ${length})`,
    );
  }
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, start + length));
  return { header, offset: start + length };
}

function parseHeader(header: string, file: string) {
  const descr = /'descr': *'([<>|=]?)([a-zA-Z]\w*)'/.exec(header);
  const fortran = /'fortran_order': *(True|False)/.exec(header);
  const shape = /'shape': *\(([\d, ]*)\)/.exec(header);
  if (!descr || !fortran || !shape) {
    throw new InputError(
      `${file}: expected a header with descr, fortran_order and shape of a plain array (got ${header.trim().slice(0, 80)})`,
    );
  }
  const sizes = shape[1].split(',').map((size) => size.trim());
  return {
    order: descr[1],
    name: descr[2],
    fortran: fortran[1] === 'True',
    shape: sizes.filter((size) => size !== '').map(Number),
  };
}

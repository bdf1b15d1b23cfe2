import { InputError } from '../../../devices/base/errors.js';

export type TensorData =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** An array of numbers, row-major. The shape [] is a single number. */
export interface Tensor {
  readonly shape: readonly number[];
  /** As many elements as the product of `shape`. */
  readonly data: TensorData;
}

/** Arrays by name, in the order of their file. A map, since a file may call one `__proto__`. */
export type Tensors = ReadonlyMap<string, Tensor>;

/** What an element is called: by NumPy behind the byte order, and in a safetensors header. */
export interface ElementType {
  readonly numpy: string;
  readonly safetensors: string;
  readonly bytes: number;
  /** Copies the little-endian elements out. `bytes` may start anywhere. */
  readonly read: (bytes: Uint8Array) => TensorData;
  /**
   * What holds such elements in memory and is written as them; null for the types that are only
   * read.
   */
  readonly holds: ((data: TensorData) => boolean) | null;
}

type Constructor = { new (buffer: ArrayBuffer): TensorData; readonly BYTES_PER_ELEMENT: number };

const plain = (numpy: string, safetensors: string, Type: Constructor): ElementType => ({
  numpy,
  safetensors,
  bytes: Type.BYTES_PER_ELEMENT,
  read: (bytes) => new Type(aligned(bytes)),
  holds: (data) => data instanceof Type,
});

/** Types of two bytes or one that are widened or renamed as they are read. */
const readOnly = (
  numpy: string,
  safetensors: string,
  read: (bytes: Uint8Array) => TensorData,
): ElementType => ({
  numpy,
  safetensors,
  bytes: numpy === 'b1' ? 1 : 2,
  read,
  holds: null,
});

/**
 * Half and brain floats become Float32Array, booleans Uint8Array. All but brain floats are known to
 * NumPy.
 */
export const elementTypes: readonly ElementType[] = [
  plain('f8', 'F64', Float64Array),
  plain('f4', 'F32', Float32Array),
  plain('i1', 'I8', Int8Array),
  plain('u1', 'U8', Uint8Array),
  plain('i2', 'I16', Int16Array),
  plain('u2', 'U16', Uint16Array),
  plain('i4', 'I32', Int32Array),
  plain('u4', 'U32', Uint32Array),
  plain('i8', 'I64', BigInt64Array),
  plain('u8', 'U64', BigUint64Array),
  readOnly('b1', 'BOOL', (bytes) => new Uint8Array(aligned(bytes))),
  readOnly('f2', 'F16', (bytes) => Float32Array.from(new Uint16Array(aligned(bytes)), halfFloat)),
  readOnly('-', 'BF16', (bytes) => Float32Array.from(new Uint16Array(aligned(bytes)), brainFloat)),
];

/** The type that `data` is written as. */
export function elementTypeOf(data: TensorData): ElementType {
  return elementTypes.find(({ holds }) => holds?.(data))!;
}

/**
 * The number of elements of a shape. Throws InputError, naming `place`, unless all sizes are whole
 * and their product safe.
 */
export function elementCount(shape: readonly unknown[], place: string): number {
  const sizes = shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
  const count = sizes ? (shape as number[]).reduce((product, size) => product * size, 1) : Number.NaN;
  if (Number.isSafeInteger(count)) return count;
  throw new InputError(
    `${place}: expected a shape of whole numbers (got ${JSON.stringify(shape).slice(0, 60)})`,
  );
}

/** The bytes of `data` as it lies in memory: little-endian on every machine that Node runs on. */
export function bytesOf({ buffer, byteOffset, byteLength }: TensorData): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** The elements as floats. Throws InputError, naming `place`, where one is not finite. */
export function floatsOf({ data }: Tensor, place: string): Float32Array {
  const floats = Float32Array.from(data as ArrayLike<number | bigint>, Number);
  const wrong = floats.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return floats;
  throw new InputError(`${place}: element ${wrong} is ${data[wrong]}, expected finite numbers of 32 bits`);
}

/** Elements of `size` bytes in the other byte order. */
export function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) out[i] = bytes[i - (i % size) + size - 1 - (i % size)];
  return out;
}

/** A copy: `slice` would be none where `bytes` is a Buffer. */
function aligned(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -14 * (fraction / 1024));
}

/** The upper half of an IEEE 754 binary32. */
function brainFloat(bits: number): number {
  return new Float32Array(Uint32Array.of(bits << 16).buffer)[0];
}

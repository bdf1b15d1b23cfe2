import { InputError } from '../../../devices/base/errors.js';
import { duplicateKey } from '../duplicate-key.js';
import { bytesOf, elementCount, elementTypeOf, elementTypes, type Tensor, type Tensors } from './tensor.js';

/** The format's own limit. */
const LONGEST_HEADER = 100_000_000;

/**
 * Reads a safetensors file: the header's length (u64, little-endian), the header (JSON: name ->
 * dtype, shape, data_offsets), the elements. Half and brain floats are widened. Throws InputError
 * naming `file` where the header is damaged or names an array twice, an element type is unknown, or
 * offsets, shapes and length do not fit: arrays may neither overlap nor leave bytes between them.
 * O(bytes).
 */
export function parseSafetensors(bytes: Uint8Array, file: string): Tensors {
  const { header, body } = split(bytes, file);
  const tensors = new Map<string, Tensor>();
  const spans: Span[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    tensors.set(name, readTensor(entry, body, `${file}: ${name.slice(0, 60)}`));
    const [begin, end] = entry.data_offsets as readonly [number, number];
    spans.push({ name, begin, end });
  }
  checkSpans(spans, body.length, file);
  return tensors;
}

interface Span {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/** Each array begins where the one before it ends, the last ends with the data. */
function checkSpans(spans: readonly Span[], length: number, file: string): void {
  let at = 0;
  for (const { name, begin, end } of [...spans].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) {
      throw new InputError(`${file}: ${name.slice(0, 60)}: expected data from byte ${at} on (got ${begin})`);
    }
    at = end;
  }
  if (at === length) return;
  throw new InputError(`${file}: expected arrays that fill its ${length} bytes of data (got ${at})`);
}

/**
 * The arrays as a safetensors file, their data aligned to 8 bytes, the widest elements first as the
 * format asks.
 */
export function safetensorsBytes(tensors: Tensors): Uint8Array {
  const entries = [...tensors].map(([name, { shape, data }]) => ({
    name,
    shape,
    data,
    type: elementTypeOf(data),
  }));
  entries.sort((a, b) => b.type.bytes - a.type.bytes);
  let end = 0;
  const header = Object.fromEntries(
    entries.map(({ name, shape, data, type }) => {
      const begin = end;
      end += data.byteLength;
      return [name, { dtype: type.safetensors, shape, data_offsets: [begin, end] }];
    }),
  );
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8;
  const out = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length);
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true);
  out.set(text, 8);
  let at = 8 + length;
  for (const { data } of entries) {
    out.set(bytesOf(data), at);
    at += data.byteLength;
  }
  return out;
}

function split(bytes: Uint8Array, file: string): { header: object; body: Uint8Array } {
  if (bytes.length < 8)
    throw new InputError(`${file}: expected a safetensors file (got ${bytes.length} bytes)`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER || 8 + length > bytes.length) {
    throw new InputError(
      `${file}: expected a header of ${length} bytes, as it says (got ${bytes.length - 8} bytes)`,
    );
  }
  const text = new TextDecoder().decode(bytes.subarray(8, 8 + length));
  return { header: parseHeader(text, file), body: bytes.subarray(8 + length) };
}

function parseHeader(text: string, file: string): object {
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) {
      const key = duplicateKey(text);
      if (key === null) return header;
      throw new InputError(`${file}: ${key.slice(0, 60)}: twice in the header, expected once`);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
  }
  throw new InputError(`${file}: expected a safetensors header, a JSON object (got ${text.slice(0, 40)})`);
}

function readTensor(entry: unknown, body: Uint8Array, place: string): Tensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const type = elementTypes.find(({ safetensors }) => safetensors === dtype);
  if (!type) {
    const known = elementTypes.map(({ safetensors }) => safetensors).join(', ');
    throw new InputError(
      `${place}: expected a dtype of ${known} (got ${JSON.stringify(dtype)?.slice(0, 20)})`,
    );
  }
  if (!Array.isArray(shape)) throw new InputError(`${place}: expected a shape (got ${typeof shape})`);
  const length = elementCount(shape, place) * type.bytes;
  const [begin, end] = Array.isArray(offsets) ? offsets : [];
  if (!Number.isSafeInteger(begin) || begin < 0 || end - begin !== length || end > body.length) {
    throw new InputError(
      `${place}: expected data_offsets of ${length} bytes within ${body.length} (got ${JSON.stringify(offsets)?.slice(0, 60)})`,
    );
  }
  return { shape, data: type.read(body.subarray(begin, end)) };
}

import { readFileSync, writeFileSync } from 'node:fs';

/** Arrays by name, as files carry them to a peer and back; layout in peers/peer.py. */
export type Arrays = Readonly<Record<string, Shaped>>;

export interface Shaped {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
}

export function writeArrays(file: string, arrays: Arrays): void {
  const header = Object.entries(arrays).map(([name, { shape, data }]) => {
    const length = shape.reduce((product, n) => product * n, 1);
    if (length !== data.length)
      throw new Error(`${file}: ${name} must hold ${length} numbers (got ${data.length})`);
    return { name, dtype: data instanceof Uint8Array ? 'uint8' : 'float32', shape };
  });
  const bytes = Object.values(arrays).map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  writeFileSync(file, Buffer.concat([Buffer.from(`${JSON.stringify({ arrays: header })}\n`), ...bytes]));
}

/** Throws Error where the file is shorter than its header says. */
export function readArrays(file: string): Arrays {
  const bytes = readFileSync(file);
  let at = bytes.indexOf('\n') + 1;
  const { arrays } = JSON.parse(bytes.toString('utf8', 0, at)) as {
    arrays: { name: string; dtype: string; shape: number[] }[];
  };
  const read = (dtype: string, shape: readonly number[]): Shaped => {
    const make = { uint8: Uint8Array, float32: Float32Array }[dtype];
    if (make === undefined) throw new Error(`${file}: dtype must be uint8 or float32 (got ${dtype})`);
    const length = shape.reduce((product, n) => product * n, 1) * make.BYTES_PER_ELEMENT;
    if (at + length > bytes.length) throw new Error(`${file}: ends before its arrays do`);
    // A copy, since a view would have to be aligned.
    const data = new make(bytes.buffer.slice(bytes.byteOffset + at, bytes.byteOffset + at + length));
    at += length;
    return { shape, data };
  };
  return Object.fromEntries(arrays.map(({ name, dtype, shape }) => [name, read(dtype, shape)]));
}

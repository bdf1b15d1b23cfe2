import { deflateSync } from 'node:zlib';

export interface MatVariable {
  readonly name: string;
  /** The first index runs fastest. */
  readonly shape: readonly number[];
  readonly data: Uint8Array | Float64Array;
}

/** Data types and classes: MAT-File Format, The MathWorks, tables 1-1 and 1-3. */
const types = { int8: 1, uint8: 2, int32: 5, uint32: 6, double: 9, matrix: 14, compressed: 15 } as const;
const classes = { double: 6, uint8: 9 } as const;

function element(type: number, data: Uint8Array, padding = 8): Uint8Array {
  const out = new Uint8Array(8 + Math.ceil(data.length / padding) * padding);
  const view = new DataView(out.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, data.length, true);
  out.set(data, 8);
  return out;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
const joined = (parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

function variable({ name, shape, data }: MatVariable): Uint8Array {
  const isBytes = data instanceof Uint8Array;
  return joined([
    element(types.uint32, bytesOf(Uint32Array.of(isBytes ? classes.uint8 : classes.double, 0))),
    element(types.int32, bytesOf(Int32Array.from(shape))),
    element(types.int8, new TextEncoder().encode(name)),
    element(isBytes ? types.uint8 : types.double, bytesOf(data)),
  ]);
}

/** A MAT-file of level 5, little-endian, as MATLAB writes it. */
export function matBytes(variables: readonly MatVariable[], { compressed = true } = {}): Uint8Array {
  const header = new Uint8Array(128).fill(0x20);
  const view = new DataView(header.buffer);
  view.setUint16(124, 0x0100, true);
  view.setUint16(126, 0x4d49, true);
  const elements = variables.map((one) => {
    const matrix = element(types.matrix, variable(one));
    return compressed ? element(types.compressed, deflateSync(matrix), 1) : matrix;
  });
  return joined([header, ...elements]);
}

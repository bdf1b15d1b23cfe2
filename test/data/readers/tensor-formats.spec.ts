import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseIdx } from '../../../src/data/readers/idx.js';
import { parseMat } from '../../../src/data/readers/mat.js';
import { npyBytes, parseNpy } from '../../../src/data/readers/npy.js';
import { npzBytes, parseNpz } from '../../../src/data/readers/npz.js';
import { parseSafetensors, safetensorsBytes } from '../../../src/data/readers/safetensors.js';
import type { Tensor, Tensors } from '../../../src/data/readers/tensor.js';
import { idxBytes } from '../idx-bytes.js';
import { matBytes } from '../mat-bytes.js';
import { type TensorFormat, tensorFormatLaws } from './tensor-format-laws.js';

const numbers = [
  Float64Array,
  Float32Array,
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  BigInt64Array,
  BigUint64Array,
];
const only = (tensors: Tensors) => [...tensors.values()][0] as Tensor;
const named = (name: string, { shape, data }: Tensor): Tensors => new Map([[name, { shape, data }]]);

const idx: TensorFormat = {
  name: 'IDX',
  elements: [Uint8Array],
  minRank: 1,
  minSize: 1,
  most: 1,
  onlyName: 'idx',
  write(tensors) {
    const { shape, data } = only(tensors);
    return idxBytes(shape, data as Uint8Array);
  },
  parse: (bytes) => named('idx', parseIdx(bytes, 'f')),
};
const mat: TensorFormat = {
  name: 'MAT, compressed',
  elements: [Uint8Array, Float64Array],
  minRank: 2,
  endsAnywhere: true,
  write: (tensors) => matBytes([...tensors].map(([name, tensor]) => ({ name, ...tensor }) as never)),
  parse: (bytes) => new Map(parseMat(bytes, 'f').map(({ name, shape, data }) => [name, { shape, data }])),
};
const npz: TensorFormat = {
  name: 'NPZ',
  elements: numbers,
  write: npzBytes,
  parse: (bytes) => parseNpz(bytes, 'f'),
};

/** Every format of arrays. */
const formats: readonly TensorFormat[] = [
  {
    name: 'NPY',
    elements: numbers,
    most: 1,
    onlyName: 'npy',
    write: (tensors) => npyBytes(only(tensors)),
    parse: (bytes) => named('npy', parseNpy(bytes, 'f')),
  },
  npz,
  {
    ...npz,
    name: 'NPZ, compressed',
    write: (tensors) =>
      zipSync(Object.fromEntries([...tensors].map(([name, tensor]) => [`${name}.npy`, npyBytes(tensor)])), {
        mtime: '1980-01-01T00:00:00',
      }),
  },
  {
    name: 'safetensors',
    elements: numbers,
    write: safetensorsBytes,
    parse: (bytes) => parseSafetensors(bytes, 'f'),
  },
  mat,
  {
    ...mat,
    name: 'MAT',
    write: (tensors) =>
      matBytes(
        [...tensors].map(([name, tensor]) => ({ name, ...tensor }) as never),
        { compressed: false },
      ),
  },
  idx,
  { ...idx, name: 'IDX, gzip', write: (tensors) => gzipSync(idx.write(tensors)) },
];

describe.each(formats.map((format) => [format.name, format] as const))('%s', (_, format) => {
  it.each(tensorFormatLaws.map((law) => [law.law, law] as const))('%s', (__, law) => {
    law(format, { runs: 60 });
  });
});

let written = 0;
/** A mistake each, as it might be made. */
const broken: readonly (readonly [breaks: string, mistake: string, TensorFormat])[] = [
  [
    'reads-what-was-written',
    'the first index is taken to run slowest',
    {
      ...mat,
      parse: (bytes) =>
        new Map(
          [...mat.parse(bytes)].map(([name, { shape, data }]) => [
            name,
            { shape: [...shape].reverse(), data },
          ]),
        ),
    },
  ],
  [
    'same-arrays-same-bytes',
    'the file bears the time of writing',
    {
      ...npz,
      write: (tensors) =>
        zipSync(Object.fromEntries([...tensors].map(([name, tensor]) => [`${name}.npy`, npyBytes(tensor)])), {
          level: 0,
          mtime: new Date(1990, 0, 1, 0, 0, 2 * ++written),
        }),
    },
  ],
  [
    'a-file-cut-short-is-refused',
    'missing bytes are taken as 0',
    {
      ...idx,
      parse(bytes) {
        const whole = new Uint8Array(2000);
        whole.set(bytes);
        const rank = whole[3];
        const view = new DataView(whole.buffer);
        const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
        const count = shape.reduce((product, size) => product * size, 1);
        return named('idx', { shape, data: whole.slice(4 + 4 * rank, 4 + 4 * rank + count) });
      },
    },
  ],
  [
    'a-file-cut-short-is-refused',
    'the error is not one of the input',
    {
      ...npz,
      parse(bytes) {
        try {
          return npz.parse(bytes);
        } catch {
          throw new RangeError('Offset is outside the bounds of the DataView');
        }
      },
    },
  ],
  ['another-file-is-refused', 'an empty file holds nothing', { ...npz, parse: () => new Map() }],
];

describe('a broken format fails', () => {
  it.each(broken)('%s: %s', (breaks, _, format) => {
    const law = tensorFormatLaws.find((each) => each.law === breaks)!;
    expect(law.report(format, { runs: 60 })).toMatchObject({ status: 'failed' });
  });

  it('at least one for each law', () => {
    expect([...new Set(broken.map(([breaks]) => breaks))].sort()).toEqual(
      tensorFormatLaws.map(({ law }) => law).sort(),
    );
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { InputError } from '../../devices/base/errors.js';
import { crc32 } from '../../src/data/crc32.js';
import { duplicateKey } from '../../src/data/duplicate-key.js';
import { npyBytes, parseNpy } from '../../src/data/readers/npy.js';
import { npzBytes, parseNpz } from '../../src/data/readers/npz.js';
import { parseSafetensors, safetensorsBytes } from '../../src/data/readers/safetensors.js';
import type { Tensor, Tensors } from '../../src/data/readers/tensor.js';

const makers = [
  (count: number) => Float64Array.from({ length: count }, (_, i) => Math.sin(i) * 1e200),
  (count: number) => Float32Array.from({ length: count }, (_, i) => Math.cos(i)),
  (count: number) => Int16Array.from({ length: count }, (_, i) => 300 * i - 20_000),
  (count: number) => Uint8Array.from({ length: count }, (_, i) => 7 * i),
  (count: number) => BigInt64Array.from({ length: count }, (_, i) => BigInt(i) * -(2n ** 40n)),
];
it('the data of a safetensors file begin at a multiple of 8 bytes', () => {
  const tensor: Tensor = { shape: [2], data: Float32Array.of(1, 2) };
  for (const name of ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef', 'abcdefg', 'abcdefgh']) {
    const bytes = safetensorsBytes(new Map([[name, tensor]]));
    expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
  }
});

it('reads half floats, brain floats and booleans of a safetensors file', () => {
  const header = JSON.stringify({
    half: { dtype: 'F16', shape: [6], data_offsets: [0, 12] },
    brain: { dtype: 'BF16', shape: [2], data_offsets: [12, 16] },
    flag: { dtype: 'BOOL', shape: [2], data_offsets: [16, 18] },
  });
  const head = new Uint8Array(8 + header.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(header.length), true);
  head.set(new TextEncoder().encode(header), 8);
  // 1, -2, the largest, the smallest, infinity, 0 (IEEE 754 binary16); 1, -3 (bfloat16); true,
  // false.
  const halves = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x7c00, 0, 0x3f80, 0xc040);
  const body = [...new Uint8Array(halves.buffer), 1, 0];
  const read = parseSafetensors(Uint8Array.from([...head, ...body]), 'f');
  expect(read.get('half')!.data).toEqual(
    Float32Array.of(1, -2, 65504, 2 ** -24, Number.POSITIVE_INFINITY, 0),
  );
  expect(read.get('brain')!.data).toEqual(Float32Array.of(1, -3));
  expect(read.get('flag')!.data).toEqual(Uint8Array.of(1, 0));
});

describe('a damaged file is one clear error', () => {
  const tensor: Tensor = { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const npy = npyBytes(tensor);
  const safe = safetensorsBytes(new Map([['w', tensor]]));
  const npyOf = (header: string) => {
    const bytes = Uint8Array.from([
      0x93,
      ...Buffer.from('NUMPY'),
      1,
      0,
      header.length,
      0,
      ...Buffer.from(header),
    ]);
    return () => parseNpy(bytes, 'f');
  };
  const safeOf = (header: unknown) => {
    const text = Buffer.from(JSON.stringify(header));
    const bytes = Uint8Array.from([
      text.length,
      text.length >> 8,
      0,
      0,
      0,
      0,
      0,
      0,
      ...text,
      ...Array(24).fill(0),
    ]);
    return () => parseSafetensors(bytes, 'f');
  };
  it.each<[string, () => unknown, string]>([
    ['no NPY', () => parseNpy(Buffer.from('nothing to see'), 'f'), 'f: expected a NumPy array file'],
    ['cut NPY', () => parseNpy(npy.subarray(0, -1), 'f'), 'f: expected 24 bytes behind the header'],
    [
      'pickled NPY',
      npyOf("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"),
      'pickled Python objects, which are not read; save numbers',
    ],
    [
      'structured NPY',
      npyOf("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}"),
      'plain array',
    ],
    [
      'huge NPY',
      npyOf("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999)}"),
      'whole numbers',
    ],
    ['no NPZ', () => parseNpz(Buffer.from('PK nothing'), 'f'), 'f: expected a whole NPZ file'],
    ['no NPY in NPZ', () => parseNpz(zipSync({ 'a.npy': Buffer.from('x') }), 'f'), 'f: a: expected a NumPy'],
    [
      'cut safetensors',
      () => parseSafetensors(safe.subarray(0, -1), 'f'),
      'f: w: expected data_offsets of 24 bytes',
    ],
    ['short safetensors', () => parseSafetensors(safe.subarray(0, 7), 'f'), 'got 7 bytes'],
    ['too long a header', () => parseSafetensors(safe.subarray(0, 20), 'f'), 'expected a header of'],
    ['no JSON', () => parseSafetensors(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 65), 'f'), 'a JSON object'],
    ['unknown dtype', safeOf({ w: { dtype: 'F8', shape: [6], data_offsets: [0, 24] } }), 'expected a dtype'],
    ['null entry', safeOf({ w: null }), 'expected a dtype'],
    ['no shape', safeOf({ w: { dtype: 'F32', data_offsets: [0, 24] } }), 'expected a shape'],
    ['negative shape', safeOf({ w: { dtype: 'F32', shape: [-6], data_offsets: [0, 24] } }), 'whole numbers'],
    ['negative offset', safeOf({ w: { dtype: 'F32', shape: [6], data_offsets: [-24, 0] } }), 'data_offsets'],
    [
      'a byte between two arrays',
      safeOf({
        v: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
        w: { dtype: 'F32', shape: [3], data_offsets: [12, 24] },
      }),
      'f: w: expected data from byte 8 on (got 12)',
    ],
    [
      'overlaps that fill the data by their sum',
      safeOf({
        v: { dtype: 'F32', shape: [3], data_offsets: [0, 12] },
        w: { dtype: 'F32', shape: [3], data_offsets: [8, 20] },
      }),
      'f: w: expected data from byte 12 on (got 8)',
    ],
    [
      'a name twice in safetensors',
      () => {
        const entry = '{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}';
        const header = Buffer.from(`{"w":${entry},"\\u0077":${entry}}`);
        return parseSafetensors(
          Buffer.concat([Uint8Array.of(header.length, 0, 0, 0, 0, 0, 0, 0), header, Buffer.alloc(24)]),
          'f',
        );
      },
      'f: w: twice in the header, expected once',
    ],
    [
      'a name twice in NPZ',
      () =>
        parseNpz(
          Buffer.from(
            Buffer.from(zipSync({ 'a.npy': npy, 'b.npy': npy }))
              .toString('latin1')
              .replaceAll('b.npy', 'a.npy'),
            'latin1',
          ),
          'f',
        ),
      'f: a.npy: twice in the file, expected once',
    ],
    ['a gap', safeOf({ w: { dtype: 'F32', shape: [5], data_offsets: [0, 20] } }), 'fill its 24 bytes'],
    [
      'overlap',
      safeOf({
        w: { dtype: 'F32', shape: [6], data_offsets: [0, 24] },
        v: { dtype: 'F32', shape: [6], data_offsets: [0, 24] },
      }),
      'f: v: expected data from byte 24 on (got 0)',
    ],
  ])('%s', (_, read, message) => {
    expect(read).toThrow(message);
  });

  it('a ZIP that claims more than it can hold is not unpacked', () => {
    const bytes = Buffer.from(npzBytes(new Map([['w', tensor]])));
    const directory = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
    bytes.writeUInt32LE(0xfffffff0, directory + 24);
    expect(() => parseNpz(bytes, 'f')).toThrow('f: w.npy: expected at most');
  });
});

describe('NumPy', async () => {
  const { findModule } = await import('../../benchmarks/shared/python.js');
  const numpy = findModule('numpy');
  const python = 'command' in numpy ? numpy.command : null;
  const { execFileSync } = await import('node:child_process');
  const inFolder = (use: (folder: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'crossprop-numpy-'));
    try {
      use(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it.skipIf(python === null)('reads what we write (skipped where Python has no numpy)', () =>
    inFolder((folder) => {
      const all: Tensors = new Map(
        makers.map((make, i): [string, Tensor] => [`a${i}`, { shape: [3, 2, 4], data: make(24) }]),
      );
      writeFileSync(join(folder, 'all.npz'), npzBytes(all));
      writeFileSync(join(folder, 'one.npy'), npyBytes({ shape: [], data: Float64Array.of(Math.PI) }));
      const script = `
import json, sys, numpy as np
f = np.load(sys.argv[1] + '/all.npz')
one = np.load(sys.argv[1] + '/one.npy')
print(json.dumps({'one': [list(one.shape), one.item()], 'all': {k: [f[k].dtype.str, list(f[k].shape), [str(v) for v in f[k].ravel()[[0, 5, 23]].tolist()]] for k in f}}))`;
      const seen = JSON.parse(execFileSync(python as string, ['-c', script, folder], { encoding: 'utf8' }));
      expect(seen.one).toEqual([[], Math.PI]);
      expect(Object.values(seen.all as Record<string, [string]>).map(([type]) => type)).toEqual([
        '<f8',
        '<f4',
        '<i2',
        '|u1',
        '<i8',
      ]);
      for (const [name, { shape, data }] of all) {
        const [, sizes, values] = seen.all[name] as [string, number[], string[]];
        expect(sizes).toEqual(shape);
        expect(values.map(Number)).toEqual([data[0], data[5], data[23]].map(Number));
      }
    }),
  );

  it.skipIf(python === null)('writes what we read: types, orders, compression', () =>
    inFolder((folder) => {
      const script = `
import sys, numpy as np
a = np.arange(24).reshape(2, 3, 4)
np.savez_compressed(sys.argv[1] + '/in.npz', f8=a * 0.5, f4=a.astype('f4'), f2=a.astype('f2') / 8, big=a.astype('>f4'),
  i4=a.astype('i4') - 7, u2=a.astype('>u2'), b=a % 2 == 0, fortran=np.asfortranarray(a.astype('f4')), empty=np.zeros((0, 3)), scalar=np.float32(2.5))`;
      execFileSync(python as string, ['-c', script, folder]);
      const read = parseNpz(readFileSync(join(folder, 'in.npz')), 'in.npz');
      const listOf = (name: string) => Array.from(read.get(name)!.data, Number);
      const counting = Array.from({ length: 24 }, (_, i) => i);
      expect(listOf('f8')).toEqual(counting.map((i) => i / 2));
      for (const name of ['f4', 'big', 'u2', 'fortran']) expect(listOf(name)).toEqual(counting);
      expect(listOf('f2')).toEqual(counting.map((i) => i / 8));
      expect(listOf('i4')).toEqual(counting.map((i) => i - 7));
      expect(listOf('b')).toEqual(counting.map((i) => 1 - (i % 2)));
      expect(read.get('fortran')!.shape).toEqual([2, 3, 4]);
      expect(read.get('empty')).toEqual({ shape: [0, 3], data: new Float64Array(0) });
      expect(read.get('scalar')).toEqual({ shape: [], data: Float32Array.of(2.5) });
    }),
  );
});

// Law: no number can change unseen. (Some bits of a compressed stream stand for nothing.)
it.each([0, 6] as const)(
  'an NPZ file at compression %i with one bit changed has the same numbers or is refused',
  (level) => {
    const data = Float32Array.from({ length: 50 }, (_, i) => i % 7);
    const bytes = zipSync({ 'w.npy': npyBytes({ shape: [50], data }) }, { level });
    const directory = Buffer.from(bytes).indexOf('PK\u0001\u0002', 0, 'latin1');
    // Behind the local header of 30 bytes and the name of 5.
    const place = fc.record({ at: fc.integer({ min: 35, max: directory - 1 }), bit: fc.nat({ max: 7 }) });
    const property = ({ at, bit }: { at: number; bit: number }) => {
      const changed = Uint8Array.from(bytes);
      changed[at]! ^= 1 << bit;
      try {
        expect(parseNpz(changed, 'f').get('w')!.data).toEqual(data);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    };
    expect(parseNpz(bytes, 'f').get('w')!.data).toEqual(data);
    fc.assert(fc.property(place, property), { seed: 1 });
  },
);

test('CRC-32 of the digits 1 to 9, as published', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test('a key that stands twice is found at any depth, however it is written', () => {
  const twice: [string, string | null][] = [
    ['{"a": {"b": 1, "b": 2}}', 'b'],
    ['[{"a": 1}, {"a": 2}, {"a": [{"c": "c"}, "a"], "d": "a"}]', null],
    ['{"a\\"": 1, "b": "x:", "a\\u0022": 2}', 'a"'],
    ['{"a": "{", "b": "\\\\", "c": {}, "a": []}', 'a'],
  ];
  for (const [text, key] of twice) expect([text, duplicateKey(text)]).toEqual([text, key]);
});

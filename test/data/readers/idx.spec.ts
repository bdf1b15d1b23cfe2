import { gzipSync } from 'node:zlib';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { InputError } from '../../../devices/base/errors.js';
import { parseIdx } from '../../../src/data/readers/idx.js';
import { idxBytes } from '../idx-bytes.js';

const arrays = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).chain((shape) => {
  const length = shape.reduce((product, size) => product * size, 1);
  return fc.record({
    shape: fc.constant(shape),
    data: fc.uint8Array({ minLength: length, maxLength: length }),
  });
});
const parse = (bytes: Uint8Array) => () => parseIdx(bytes, 'a-file');

describe('parseIdx', () => {
  test.prop([arrays, fc.boolean()])(
    'gives back what was written, plain or gzip',
    ({ shape, data }, zipped) => {
      const bytes = idxBytes(shape, data);
      expect(parseIdx(zipped ? gzipSync(bytes) : bytes, 'a-file')).toEqual({ file: 'a-file', shape, data });
    },
  );

  test.prop([arrays, fc.boolean(), fc.nat()])('rejects every truncation', ({ shape, data }, zipped, cut) => {
    const bytes = zipped ? gzipSync(idxBytes(shape, data)) : idxBytes(shape, data);
    expect(parse(bytes.subarray(0, cut % bytes.length))).toThrow(InputError);
  });

  test.prop([arrays, fc.uint8Array({ minLength: 1, maxLength: 9 })])(
    'rejects extra bytes',
    (array, extra) => {
      const bytes = idxBytes(array.shape, array.data);
      expect(parse(Uint8Array.from([...bytes, ...extra]))).toThrow(InputError);
    },
  );

  test.prop([arrays, fc.nat(3), fc.integer({ min: 1, max: 255 })])(
    'rejects any other magic number',
    (array, at, flip) => {
      const bytes = idxBytes(array.shape, array.data);
      bytes[at] ^= flip;
      expect(parse(bytes)).toThrow(InputError);
    },
  );

  test.prop([arrays, fc.nat(), fc.integer({ min: 1, max: 255 })])(
    'rejects any other size',
    (array, at, flip) => {
      const bytes = idxBytes(array.shape, array.data);
      bytes[4 + (at % (4 * array.shape.length))] ^= flip;
      expect(parse(bytes)).toThrow(InputError);
    },
  );

  test.prop([arrays, fc.nat(), fc.integer({ min: 1, max: 255 })])(
    'never reads damaged gzip as something else',
    ({ shape, data }, at, flip) => {
      const bytes = gzipSync(idxBytes(shape, data));
      bytes[at % bytes.length] ^= flip;
      // Some bits carry nothing: the time in the header, the padding of the last byte before the
      // checksum.
      try {
        expect(parseIdx(bytes, 'a-file')).toEqual({ file: 'a-file', shape, data });
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    },
  );

  test('gives a plain array, whose slice is a copy, for a Buffer', () => {
    const { data } = parseIdx(Buffer.from(idxBytes([3], Uint8Array.of(1, 2, 3))), 'a-file');
    data.slice()[0] = 9;
    expect(data[0]).toBe(1);
  });

  test('accepts a view into a larger buffer', () => {
    const bytes = idxBytes([2], Uint8Array.of(7, 8));
    const larger = Uint8Array.from([1, 2, 3, ...bytes, 4]);
    expect(parseIdx(larger.subarray(3, 3 + bytes.length), 'a-file').data).toEqual(Uint8Array.of(7, 8));
  });

  test.each([
    [
      'an empty file',
      Uint8Array.of(),
      'a-file: expected the IDX magic number 00 00 08 <rank of 1 or more> (got an empty file)',
    ],
    [
      'floats',
      Uint8Array.of(0, 0, 0x0d, 1),
      'a-file: expected the IDX magic number 00 00 08 <rank of 1 or more> (got 00 00 0d 01)',
    ],
    [
      'rank 0',
      Uint8Array.of(0, 0, 8, 0, 5),
      'a-file: expected the IDX magic number 00 00 08 <rank of 1 or more> (got 00 00 08 00)',
    ],
    [
      'half a header',
      Uint8Array.of(0, 0, 8, 3, 0),
      'a-file: expected a header of 16 bytes for 3 dimensions (got 5 bytes)',
    ],
    ['an empty dimension', idxBytes([4, 0], Uint8Array.of()), 'a-file: expected sizes above 0 (got 4 x 0)'],
    ['a short file', idxBytes([4], Uint8Array.of(1, 2)), 'a-file: expected 12 bytes for 4 elements (got 10)'],
    [
      'cut gzip',
      gzipSync(Uint8Array.of(1)).subarray(0, 12),
      'a-file: expected a whole gzip file (got: unexpected end of file)',
    ],
  ])('says what is wrong with %s', (_, bytes, message) => {
    expect(parse(bytes)).toThrow(new InputError(message));
  });
});

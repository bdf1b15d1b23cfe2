import fc from 'fast-check';
import { InputError } from '../../../devices/base/errors.js';
import { defineLaw, type Law } from '../../../devices/testing/index.js';
import type { Tensor, TensorData, Tensors } from '../../../src/data/readers/tensor.js';

/** A format of files that hold arrays, and the reader of it. */
export interface TensorFormat {
  readonly name: string;
  /** Bytes from this code, or by the format's definition where it is only read. */
  readonly write: (tensors: Tensors) => Uint8Array;
  readonly parse: (bytes: Uint8Array) => Tensors;
  /** What elements it holds. */
  readonly elements: readonly (new (
    length: number,
  ) => TensorData)[];
  readonly minRank?: number;
  readonly minSize?: number;
  /** Of arrays; without end by default. */
  readonly most?: number;
  /** The only name it gives an array; null where arrays have names of their own. */
  readonly onlyName?: string;
  /** A file that does not say how much it holds may end behind any of its arrays. */
  readonly endsAnywhere?: boolean;
}

function tensorsOf(format: TensorFormat) {
  const { elements, minRank = 0, minSize = 0, most = 4, onlyName } = format;
  const shape = fc.array(fc.integer({ min: minSize, max: 4 }), { minLength: minRank, maxLength: 4 });
  const tensor = fc
    .record({ shape, Elements: fc.constantFrom(...elements), seed: fc.nat({ max: 1000 }) })
    .map(({ shape, Elements, seed }): Tensor => {
      const data = new Elements(shape.reduce((product, size) => product * size, 1));
      for (let i = 0; i < data.length; i++) {
        const value = (seed + 37 * i) % 120;
        if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = BigInt(value) << 33n;
        else data[i] = data instanceof Float32Array || data instanceof Float64Array ? value / 7 : value;
      }
      return { shape, data };
    });
  // What file names and a safetensors header keep for themselves is left out.
  const anyName = fc
    .string({ minLength: 1, maxLength: 8 })
    .filter((name) => !/[/\\\0]|^\.+$|^__metadata__$/.test(name));
  const name = onlyName === undefined ? anyName : fc.constant(onlyName);
  return fc
    .uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, minLength: 1, maxLength: most })
    .map((entries): Tensors => new Map(entries));
}

const sorted = (tensors: Tensors) => [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));

function expectSame(found: Tensors, wanted: Tensors) {
  const names = (tensors: Tensors) => sorted(tensors).map(([name]) => name);
  if (`${names(found)}` !== `${names(wanted)}`) {
    throw new Error(`arrays ${names(found)}, expected ${names(wanted)}`);
  }
  for (const [name, { shape, data }] of wanted) {
    const got = found.get(name)!;
    const isSame =
      `${got.shape}` === `${shape}` &&
      got.data.constructor === data.constructor &&
      got.data.length === data.length &&
      got.data.every((value: number | bigint, i: number) => Object.is(value, data[i]));
    if (!isSame) throw new Error(`${name} is [${got.shape}] ${got.data}, expected [${shape}] ${data}`);
  }
}

const readsBack = defineLaw({
  law: 'reads-what-was-written',
  statement: 'names, shapes, element types and every number are read as they were written',
  cases: tensorsOf,
  check: ({ write, parse }: TensorFormat, tensors) => expectSame(parse(write(tensors)), tensors),
});

const sameBytes = defineLaw({
  law: 'same-arrays-same-bytes',
  statement: 'the same arrays are the same bytes, and neither writing nor reading changes what it is given',
  cases: tensorsOf,
  check({ write, parse }: TensorFormat, tensors) {
    const first = write(tensors);
    const before = first.slice();
    parse(first);
    const second = write(tensors);
    if (Buffer.compare(first, before) !== 0) throw new Error('reading changed the bytes');
    if (Buffer.compare(first, second) !== 0) throw new Error('the second file has other bytes');
  },
});

const refusesCutFiles = defineLaw({
  law: 'a-file-cut-short-is-refused',
  statement: 'a file cut anywhere is an InputError, or holds whole arrays where the format has no length',
  cases: (format: TensorFormat) =>
    fc.record({
      tensors: tensorsOf(format),
      share: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    }),
  check({ write, parse, endsAnywhere = false }: TensorFormat, { tensors, share }) {
    const bytes = write(tensors);
    const cut = bytes.slice(0, Math.floor(share * bytes.length));
    let found: Tensors;
    try {
      found = parse(cut);
    } catch (error) {
      if (error instanceof InputError) return;
      throw new Error(`cut to ${cut.length} of ${bytes.length} bytes: ${error}, expected an InputError`);
    }
    if (!endsAnywhere) throw new Error(`cut to ${cut.length} of ${bytes.length} bytes, it is read`);
    expectSame(found, new Map([...tensors].slice(0, found.size)));
  },
});

const refusesOtherFiles = defineLaw({
  law: 'another-file-is-refused',
  statement: 'bytes that are no such file are an InputError',
  cases: (_: TensorFormat) => fc.uint8Array({ maxLength: 300 }),
  check({ parse }: TensorFormat, bytes) {
    try {
      parse(bytes);
    } catch (error) {
      if (error instanceof InputError) return;
      throw new Error(`${error}, expected an InputError`);
    }
    throw new Error('random bytes are read');
  },
});

/** What the reader (and writer) of every format obeys. */
export const tensorFormatLaws: readonly Law<TensorFormat>[] = Object.freeze([
  readsBack,
  sameBytes,
  refusesCutFiles,
  refusesOtherFiles,
]);

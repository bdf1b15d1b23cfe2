import fc from 'fast-check';
import { InputError } from '../../devices/base/errors.js';
import { createRandom, type RandomStream } from '../../devices/index.js';
import { defineLaw, type Law } from '../../devices/testing/index.js';
import { imagesInto, type Selection, selectImages, shuffled } from '../../src/data/batches.js';
import { type Dataset, type ImageSet, imageSize } from '../../src/data/dataset.js';
import type { ImageEdits } from '../../src/data/edits/edit-images.js';
import { loadDataset } from '../../src/data/load.js';
import { withFolder } from './idx-bytes.js';

/** A data set by its name, and how its publisher lays out files. */
export interface DatasetSubject {
  readonly name: string;
  readonly channels: number;
  /** Of data of one's own: its format. */
  readonly format?: string;
  /** The order in which images come from the files; that of the set by default. */
  readonly ordered?: (set: ImageSet) => ImageSet;
  /** Whether a missing file or the end of one cannot be told from data that is smaller. */
  readonly mayLack?: { readonly file?: true; readonly end?: true };
  /** Where the format takes images of one size alone. */
  readonly size?: { readonly height: number; readonly width: number };
  /** Files (name -> content) that hold images; null where the data set comes with the package. */
  readonly files: ((train: ImageSet, test: ImageSet) => Readonly<Record<string, Uint8Array>>) | null;
  readonly load: (path: string | undefined, edits: ImageEdits) => Dataset;
  readonly shuffled: (selection: Selection, random: RandomStream, epoch: number) => Selection;
}

/** What the package makes of a registered name. */
export const registered = (
  name: string,
  own: Pick<DatasetSubject, 'channels' | 'files' | 'size'>,
): DatasetSubject => ({
  name,
  ...own,
  load: (path, edits) => loadDataset({ name, path, ...edits }),
  shuffled,
});

interface DatasetCase {
  readonly seed: number;
  readonly train: number;
  readonly test: number;
  readonly height: number;
  readonly width: number;
}

const cases = ({ size }: DatasetSubject) =>
  fc.record({
    seed: fc.nat({ max: 2 ** 20 }),
    train: fc.integer({ min: 1, max: 12 }),
    test: fc.integer({ min: 1, max: 6 }),
    height: size ? fc.constant(size.height) : fc.integer({ min: 2, max: 6 }),
    width: size ? fc.constant(size.width) : fc.integer({ min: 2, max: 6 }),
  });

function images(count: number, { seed, height, width }: DatasetCase, channels: number): ImageSet {
  const size = count * height * width * channels;
  const pixels = Uint8Array.from({ length: size }, (_, i) => (Math.imul(i + seed, 0x9e3779b1) >>> 13) & 255);
  const labels = Uint8Array.from({ length: count }, (_, i) => (i * 7 + seed) % 10);
  return { count, width, height, channels, pixels, maxPixel: 255, labels, classes: 10 };
}

function inFolder<T>(
  subject: DatasetSubject,
  at: DatasetCase,
  use: (load: (edits: ImageEdits) => Dataset, sets: { train: ImageSet; test: ImageSet }) => T,
): T {
  const train = images(at.train, at, subject.channels);
  const test = images(at.test, { ...at, seed: at.seed + 1 }, subject.channels);
  if (subject.files) {
    const { ordered = (set) => set } = subject;
    const sets = { train: ordered(train), test: ordered(test) };
    return withFolder(subject.files(train, test), (folder) =>
      use((edits) => subject.load(folder, edits), sets),
    );
  }
  const own = subject.load(undefined, {});
  return use((edits) => subject.load(undefined, edits), own);
}

function expectSameImages(what: string, found: ImageSet, wanted: ImageSet) {
  for (const key of ['count', 'width', 'height', 'channels', 'maxPixel', 'classes'] as const) {
    if (found[key] !== wanted[key]) {
      throw new Error(`${what}: ${key} is ${found[key]}, expected ${wanted[key]}`);
    }
  }
  for (const key of ['pixels', 'labels'] as const) {
    if (`${found[key]}` === `${wanted[key]}`) continue;
    throw new Error(
      `${what}: ${key} are ${found[key].subarray(0, 12)}, expected ${wanted[key].subarray(0, 12)}`,
    );
  }
}

const readsItsFiles = defineLaw({
  law: 'reads-what-its-files-hold',
  statement: 'count, size, channels, every pixel and every label are those of the files',
  cases,
  skipped: ({ files }: DatasetSubject) => (files ? undefined : 'its files come with it, checked by SHA-256'),
  check: (subject: DatasetSubject, at) =>
    inFolder(subject, at, (load, wanted) => {
      const { train, test } = load({});
      expectSameImages('training', train, wanted.train);
      expectSameImages('test', test, wanted.test);
    }),
});

const isConsistent = defineLaw({
  law: 'fits-its-own-description',
  statement: 'as many pixels and labels as it says, labels below classes, states in [0, 1], both sets alike',
  cases,
  check: (subject: DatasetSubject, at) =>
    inFolder(subject, at, (load) => {
      const dataset = load({});
      for (const [name, set] of Object.entries({ training: dataset.train, test: dataset.test })) {
        const size = imageSize(set);
        if (set.pixels.length !== set.count * size) throw new Error(`${name}: ${set.pixels.length} pixels`);
        if (set.labels.length !== set.count) throw new Error(`${name}: ${set.labels.length} labels`);
        const label = set.labels.find((one) => one >= set.classes);
        if (label !== undefined) throw new Error(`${name}: label ${label} of ${set.classes} classes`);
        const indices = Uint32Array.from({ length: Math.min(set.count, 50) }, (_, i) => i);
        const states = new Float32Array(indices.length * size);
        imagesInto(states, { set, indices });
        const state = states.find((x) => !(x >= 0 && x <= 1));
        if (state !== undefined) throw new Error(`${name}: a state of ${state}`);
        const { width, height, channels } = dataset.train;
        if (`${set.height} ${set.width} ${set.channels}` !== `${height} ${width} ${channels}`) {
          throw new Error(`${name}: images of another shape than in training`);
        }
      }
    }),
});

const cropsTheMiddle = defineLaw({
  law: 'crop-keeps-the-middle',
  statement: 'a crop keeps the square in the middle, all channels of every pixel; a threshold gives 0 and 1',
  cases,
  check: (subject: DatasetSubject, at) =>
    inFolder(subject, at, (load, { train: wanted }) => {
      const side = 1 + (at.seed % Math.min(wanted.width, wanted.height));
      const { train } = load({ crop: side });
      const left = Math.floor((wanted.width - side) / 2);
      const top = Math.floor((wanted.height - side) / 2);
      const { channels, width, height } = wanted;
      const pixels = new Uint8Array(wanted.count * side * side * channels).map((_, i) => {
        const channel = i % channels;
        const column = Math.floor(i / channels) % side;
        const row = Math.floor(i / channels / side) % side;
        const image = Math.floor(i / channels / side / side);
        return wanted.pixels[((image * height + top + row) * width + left + column) * channels + channel];
      });
      expectSameImages('cropped', train, { ...wanted, width: side, height: side, pixels });
      const limit = 0.4 * wanted.maxPixel;
      const black = wanted.pixels.map((pixel) => Number(pixel > limit));
      expectSameImages('black and white', load({ threshold: 0.4 }).train, {
        ...wanted,
        maxPixel: 1,
        pixels: black,
      });
    }),
});

const keepsItsOrder = defineLaw({
  law: 'same-seed-same-order',
  statement: 'an epoch shows every chosen image once, in an order that seed and epoch alone decide',
  cases,
  check: (subject: DatasetSubject, at) =>
    inFolder(subject, at, (load) => {
      const order = (seed: number, epoch: number) => {
        const { train } = load({});
        const some = selectImages(train, Math.ceil(train.count / 2), createRandom(seed).stream('images'));
        return { some, order: subject.shuffled(some, createRandom(seed).stream('order'), epoch).indices };
      };
      const { some, order: first } = order(at.seed, 0);
      if (`${order(at.seed, 0).order}` !== `${first}`) throw new Error('the same seed gives another order');
      if (`${[...first].sort()}` !== `${[...some.indices].sort()}`)
        throw new Error('not every image comes once');
      // Of 6 images or more, four epochs in the same order are an accident of less than 3e-9.
      const later = [1, 2, 3].map((epoch) => `${order(at.seed, epoch).order}`);
      if (first.length >= 6 && later.every((one) => one === `${first}`))
        throw new Error('every epoch has one order');
    }),
});

const refusesDamage = defineLaw({
  law: 'refuses-damaged-files',
  statement: 'a file that is missing or cut short is an InputError that names it',
  cases: (subject: DatasetSubject) => fc.tuple(cases(subject), fc.double({ min: 0, max: 0.99, noNaN: true })),
  skipped({ files, mayLack }: DatasetSubject) {
    if (mayLack?.file && mayLack.end) return 'what is left of its files is whole data';
    return files ? undefined : 'its files come with it, checked by SHA-256';
  },
  check(subject: DatasetSubject, [at, share]) {
    const train = images(at.train, at, subject.channels);
    const files = subject.files!(train, images(at.test, at, subject.channels));
    const names = Object.keys(files);
    const name = names[at.seed % names.length];
    const { [name]: whole, ...others } = files;
    const cut = { ...files, [name]: whole.slice(0, Math.floor(share * whole.length)) };
    for (const damaged of subject.mayLack?.file ? [cut] : [others, cut]) {
      withFolder(damaged, (folder) => {
        try {
          subject.load(folder, {});
        } catch (error) {
          if (error instanceof InputError && error.message.includes(name.replace(/\.gz$/, ''))) return;
          throw new Error(`${name}: ${error}, expected an InputError that names the file`);
        }
        throw new Error(`${name} is ${damaged === others ? 'missing' : 'cut short'} and nothing is said`);
      });
    }
  },
});

/** What every data set obeys. */
export const datasetLaws: readonly Law<DatasetSubject>[] = Object.freeze([
  readsItsFiles,
  isConsistent,
  cropsTheMiddle,
  keepsItsOrder,
  refusesDamage,
]);

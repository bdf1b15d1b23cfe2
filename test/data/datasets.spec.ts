import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { ImageSet } from '../../src/data/dataset.js';
import { listDatasets } from '../../src/data/load.js';
import { dataFormats } from '../../src/data/own/formats/index.js';
import { type DatasetSubject, datasetLaws, registered } from './dataset-laws.js';
import { ownSubjects } from './own-subjects.js';
import { idxFiles, matFile } from './stored-sets.js';

/** A line per image: its label, then pixels from -1 to 1. */
function zipFile({ count, pixels, labels }: ImageSet): Uint8Array {
  const size = pixels.length / count;
  const lines = Array.from({ length: count }, (_, i) => {
    const values = [...pixels.subarray(i * size, (i + 1) * size)].map((p) => (p / 127.5 - 1).toFixed(3));
    return `${labels[i].toFixed(4)} ${values.join(' ')} \n`;
  });
  return gzipSync(lines.join(''));
}

/** Every data set that `listDatasets` names. */
const subjects: readonly DatasetSubject[] = [
  registered('mnist', { channels: 1, files: idxFiles }),
  registered('fashion-mnist', { channels: 1, files: idxFiles }),
  registered('svhn', {
    channels: 3,
    files: (train, test) => ({ 'train_32x32.mat': matFile(train), 'test_32x32.mat': matFile(test) }),
  }),
  registered('digits', { channels: 1, files: null }),
  registered('usps', {
    channels: 1,
    size: { height: 16, width: 16 },
    files: (train, test) => ({ 'zip.train.gz': zipFile(train), 'zip.test.gz': zipFile(test) }),
  }),
];

it('every registered data set is under the laws', () => {
  const names = subjects.map(({ name }) => name);
  expect([...names, 'own']).toEqual(listDatasets().map(({ name }) => name));
  expect(new Set(ownSubjects.map(({ format }) => format))).toEqual(
    new Set(dataFormats.map(({ name }) => name)),
  );
});

const all = [
  ...subjects.map((subject) => [subject.name, subject] as const),
  ...ownSubjects.map((subject) => [`own: ${subject.format}`, subject] as const),
];

describe.each(all)('%s', (_, subject) => {
  it.each(datasetLaws.map((law) => [law.law, law] as const))('%s', (__, law) => {
    law(subject, { runs: subject.files ? 15 : 3 });
  });
});

const [mnist, , svhn] = subjects;
const none = new Uint8Array(0);
const empty: ImageSet = {
  count: 0,
  width: 1,
  height: 1,
  channels: 1,
  pixels: none,
  labels: none,
  maxPixel: 255,
  classes: 10,
};

/** A data set whose training images are altered as they are read. */
function changed(subject: DatasetSubject, alter: (set: ImageSet) => ImageSet): DatasetSubject {
  return {
    ...subject,
    load(path, edits) {
      const dataset = subject.load(path, edits);
      return { ...dataset, train: alter(dataset.train) };
    },
  };
}

let calls = 0;

/** A mistake each, as it might be made. */
const broken: readonly (readonly [breaks: string, mistake: string, DatasetSubject])[] = [
  [
    'reads-what-its-files-hold',
    'rows and columns are swapped',
    changed(svhn, (set) => ({
      ...set,
      pixels: set.pixels.map((_, i) => {
        const { width, height, channels } = set;
        const [at, image] = [i % (width * height * channels), Math.floor(i / (width * height * channels))];
        const [channel, pixel] = [at % channels, Math.floor(at / channels)];
        const from = (pixel % height) * width + Math.floor(pixel / height);
        return set.pixels[(image * width * height + from) * channels + channel];
      }),
    })),
  ],
  [
    'fits-its-own-description',
    'the digit 0 keeps the label 10',
    changed(mnist, (set) => ({ ...set, labels: set.labels.map((label) => label || 10) })),
  ],
  [
    'crop-keeps-the-middle',
    'a crop takes the bytes of one channel',
    {
      ...svhn,
      load(path, { crop, ...edits }) {
        const dataset = svhn.load(path, edits);
        if (typeof crop !== 'number') return dataset;
        const { width, height } = dataset.train;
        const [left, top] = [(width - crop) >> 1, (height - crop) >> 1];
        const cropped = (set: ImageSet) => {
          const pixels = new Uint8Array(set.count * crop * crop);
          for (let i = 0; i < set.count * crop; i++) {
            const [image, row] = [Math.floor(i / crop), i % crop];
            const from = (image * height + top + row) * width + left;
            pixels.set(set.pixels.subarray(from, from + crop), i * crop);
          }
          return { ...set, width: crop, height: crop, pixels };
        };
        return { ...dataset, train: cropped(dataset.train), test: cropped(dataset.test) };
      },
    },
  ],
  [
    'same-seed-same-order',
    'the order goes by how often it was asked for',
    { ...mnist, shuffled: (selection, random) => mnist.shuffled(selection, random, calls++) },
  ],
  [
    'same-seed-same-order',
    'images are drawn with repetition',
    {
      ...mnist,
      shuffled: ({ set, indices }) => ({ set, indices: indices.map(() => indices[0]) }),
    },
  ],
  [
    'refuses-damaged-files',
    'files that cannot be read are left out',
    {
      ...mnist,
      load(path, edits) {
        try {
          return mnist.load(path, edits);
        } catch {
          return { name: 'mnist', sha256: '', train: empty, test: empty };
        }
      },
    },
  ],
];

describe('a broken data set fails', () => {
  it.each(broken)('%s: %s', (breaks, _, subject) => {
    const law = datasetLaws.find((each) => each.law === breaks)!;
    expect(law.report(subject, { runs: 15 })).toMatchObject({ status: 'failed' });
  });

  it('at least one for each law', () => {
    const found = new Set(broken.map(([breaks]) => breaks));
    expect([...found].sort()).toEqual(datasetLaws.map(({ law }) => law).sort());
  });
});

import { PNG } from 'pngjs';
import { type ImageSet, imageSize } from '../../src/data/dataset.js';
import { type DatasetOptions, loadDataset } from '../../src/data/load.js';
import { npyBytes } from '../../src/data/readers/npy.js';
import { npzBytes } from '../../src/data/readers/npz.js';
import type { Tensor } from '../../src/data/readers/tensor.js';
import { type DatasetSubject, registered } from './dataset-laws.js';
import { idxFiles, matFile } from './stored-sets.js';

/** The images of a set in the order of their classes. */
function byClass(set: ImageSet): ImageSet {
  const size = imageSize(set);
  const order = [...set.labels.keys()].sort((a, b) => set.labels[a] - set.labels[b] || a - b);
  const pixels = order.flatMap((image) => [...set.pixels.subarray(image * size, (image + 1) * size)]);
  const labels = Uint8Array.from(order, (image) => set.labels[image]);
  return { ...set, pixels: Uint8Array.from(pixels), labels };
}

/** A PNG of a grey or coloured image. */
export function pngBytes(
  pixels: ArrayLike<number>,
  { height, width, channels }: Pick<ImageSet, 'height' | 'width' | 'channels'>,
): Uint8Array {
  const image = new PNG({ width, height });
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let c = 0; c < 3; c++) image.data[4 * pixel + c] = pixels[pixel * channels + (c % channels)]!;
    image.data[4 * pixel + 3] = 255;
  }
  return PNG.sync.write(image, { colorType: channels === 1 ? 0 : 2 });
}

/** `part/class/number.png` */
function pngFiles(part: string, set: ImageSet): Record<string, Uint8Array> {
  const size = imageSize(set);
  const files = Array.from(set.labels, (label, i) => {
    const name = `${part}/${label}/${String(i).padStart(3, '0')}.png`;
    return [name, pngBytes(set.pixels.subarray(i * size, (i + 1) * size), set)] as const;
  });
  return Object.fromEntries(files);
}

const imagesOf = ({ count, height, width, channels, pixels }: ImageSet): Tensor => ({
  shape: [count, height, width, channels],
  data: Uint8Array.from(pixels),
});

const labelsOf = ({ count, labels }: ImageSet): Tensor => ({
  shape: [count],
  data: BigInt64Array.from(labels, BigInt),
});

/** [count, channels, height, width] */
function channelsFirst(set: ImageSet): Tensor {
  const { count, height, width, channels } = set;
  const data = new Uint8Array(set.pixels.length);
  data.forEach((_, i) => {
    const image = Math.floor(i / imageSize(set));
    const channel = Math.floor(i / height / width) % channels;
    const pixel = i % (height * width);
    data[i] = set.pixels[image * imageSize(set) + pixel * channels + channel];
  });
  return { shape: [count, channels, height, width], data };
}

function csvBytes({ count, pixels, labels }: ImageSet): Uint8Array {
  const size = pixels.length / count;
  const rows = Array.from(labels, (label, i) =>
    [...pixels.subarray(i * size, (i + 1) * size), label].join(';'),
  );
  return new TextEncoder().encode(`${rows.join('\r\n')}\r\n`);
}

/** A label, then all of red, of green and of blue. */
function cifarBytes(set: ImageSet): Uint8Array {
  const size = imageSize(set);
  const { data } = channelsFirst(set);
  const records = Array.from(set.labels, (label, i) => [
    label,
    ...(data as Uint8Array).subarray(i * size, (i + 1) * size),
  ]);
  return Uint8Array.from(records.flat());
}

const ownSet = (
  format: string,
  {
    options = {},
    ...subject
  }: Omit<DatasetSubject, 'name' | 'load' | 'shuffled'> & {
    readonly options?: Omit<DatasetOptions, 'name'>;
  },
): DatasetSubject => ({
  ...registered('own', subject),
  ...subject,
  format,
  load: (path, edits) => loadDataset({ name: 'own', path, classes: 10, ...options, ...edits }),
});

/** Every format of data of one's own. */
export const ownSubjects: readonly DatasetSubject[] = [
  ownSet('folders of images by class', {
    channels: 3,
    ordered: byClass,
    mayLack: { file: true },
    files: (train, test) => ({ ...pngFiles('train', train), ...pngFiles('test', test) }),
  }),
  ownSet('folders of images by class', {
    channels: 1,
    ordered: byClass,
    mayLack: { file: true },
    files: (train, test) => ({ ...pngFiles('training', train), ...pngFiles('validation', test) }),
  }),
  ownSet('NPZ', {
    channels: 3,
    mayLack: { file: true },
    options: { axes: 'NHWC' },
    files: (train, test) => ({
      'data.npz': npzBytes(
        new Map([
          ['x_train', imagesOf(train)],
          ['y_train', labelsOf(train)],
          ['x_test', imagesOf(test)],
          ['y_test', labelsOf(test)],
        ]),
      ),
    }),
  }),
  ownSet('NPY', {
    channels: 4,
    mayLack: { file: true },
    options: { axes: 'NCHW' },
    files: (train, test) => ({
      'train/images.npy': npyBytes(channelsFirst(train)),
      'train/labels.npy': npyBytes(labelsOf(train)),
      'test/images.npy': npyBytes(channelsFirst(test)),
      'test/labels.npy': npyBytes(labelsOf(test)),
    }),
  }),
  ownSet('CSV', {
    channels: 1,
    size: { height: 1, width: 12 },
    options: { fullScale: 255 },
    mayLack: { file: true, end: true },
    files: (train, test) => ({ 'train.csv': csvBytes(train), 'test.csv': csvBytes(test) }),
  }),
  ownSet('IDX', { channels: 1, mayLack: { file: true }, files: idxFiles }),
  ownSet('CIFAR binary', {
    channels: 3,
    size: { height: 32, width: 32 },
    mayLack: { file: true },
    files: (train, test) => ({ 'data_batch_1.bin': cifarBytes(train), 'test_batch.bin': cifarBytes(test) }),
  }),
  ownSet('MAT', {
    channels: 3,
    options: { axes: 'NHWC', labels: 'y', images: 'X' },
    mayLack: { file: true },
    files: (train, test) => ({ 'train.mat': matFile(train, 0), 'test.mat': matFile(test, 0) }),
  }),
];

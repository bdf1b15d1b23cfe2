import { gzipSync } from 'node:zlib';
import type { ImageSet } from '../../src/data/dataset.js';
import { idxBytes } from './idx-bytes.js';
import { matBytes } from './mat-bytes.js';

/** The four files of MNIST's layout, one of them compressed. */
export const idxFiles = (train: ImageSet, test: ImageSet) => {
  const pixels = ({ count, height, width, pixels }: ImageSet) =>
    idxBytes([count, height, width], Uint8Array.from(pixels));
  const labels = ({ count, labels }: ImageSet) => idxBytes([count], Uint8Array.from(labels));
  return {
    'train-images-idx3-ubyte': pixels(train),
    'train-labels-idx1-ubyte.gz': gzipSync(labels(train)),
    't10k-images-idx3-ubyte': pixels(test),
    't10k-labels-idx1-ubyte': labels(test),
  };
};

/** X [height, width, 3, images], the first index running fastest, and y, the digit 0 as `zero`. */
export function matFile({ count, height, width, channels, pixels, labels }: ImageSet, zero = 10): Uint8Array {
  const data = new Uint8Array(pixels.length);
  for (let i = 0; i < data.length; i++) {
    const channel = i % channels;
    const column = Math.floor(i / channels) % width;
    const row = Math.floor(i / channels / width) % height;
    const image = Math.floor(i / channels / width / height);
    data[row + height * (column + width * (channel + channels * image))] = pixels[i];
  }
  return matBytes([
    { name: 'X', shape: [height, width, channels, count], data },
    { name: 'y', shape: [count, 1], data: Uint8Array.from(labels, (label) => label || zero) },
  ]);
}

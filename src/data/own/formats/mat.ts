import { parseMat } from '../../readers/mat.js';
import { permuteAxes, rowMajor } from '../../readers/permuted-axes.js';
import { readBytes } from '../../readers/stored-file.js';
import type { Tensor } from '../../readers/tensor.js';
import { containers } from '../containers.js';
import type { DataFormat } from '../data-format.js';

/** Variables of MATLAB in one file, or in one for training and one for the test. */
export const mat: DataFormat = Object.freeze({
  name: 'MAT',
  read: (place, options) =>
    containers(place, options, { pattern: /\.mat$/, format: 'MAT', read: arraysOf, prepare: countFirst }),
} satisfies DataFormat);

function arraysOf(file: string) {
  return parseMat(readBytes(file), file).map(({ name, shape, data }) => ({
    name,
    file,
    place: `${file}: ${name}`,
    read: (): Tensor => ({ shape, data: rowMajor(data, shape) }),
  }));
}

/**
 * MATLAB users keep images [height, width, channels, count] or [height, width, count], and vectors
 * either way: a matrix that fits both ways is [count, numbers].
 */
function countFirst(images: Tensor, labels: Tensor): Tensor {
  const { shape, data } = images;
  const last = shape.length - 1;
  const count = Math.max(...labels.shape);
  const isMatrix = shape.length === 2;
  if (shape[last] !== count || (isMatrix && shape[0] === count)) return images;
  const axes = [last, ...shape.keys()].slice(0, shape.length);
  return { shape: axes.map((axis) => shape[axis]!), data: permuteAxes(data, shape, axes) };
}

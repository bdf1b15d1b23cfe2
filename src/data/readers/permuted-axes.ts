import type { TensorData } from './tensor.js';

/**
 * The elements of a row-major array with its axes in another order: axis i of the result is axis
 * `axes[i]` of the array. O(elements).
 */
export function permuteAxes<T extends TensorData>(
  data: T,
  shape: readonly number[],
  axes: readonly number[],
): T {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const sizes = axes.map((axis) => shape[axis]!);
  const steps = axes.map((axis) => strides[axis]!);
  const index = sizes.map(() => 0);
  const out = data.slice() as T;
  for (let i = 0, from = 0; i < out.length; i++) {
    out[i] = data[from]!;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      index[axis]!++;
      if (index[axis] !== sizes[axis]) break;
      from -= sizes[axis]! * steps[axis]!;
      index[axis] = 0;
    }
  }
  return out;
}

/** The elements, row-major, of an array that is stored with its first index running fastest. */
export function rowMajor<T extends TensorData>(data: T, shape: readonly number[]): T {
  // Its bytes are those of a row-major array with the axes in reverse.
  const reversed = shape.map((_, axis) => shape.length - 1 - axis);
  return permuteAxes(data, [...shape].reverse(), reversed);
}

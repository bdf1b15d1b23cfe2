import { InputError } from '../../../devices/base/errors.js';
import { floatsOf, type Tensor } from '../readers/tensor.js';
import type { RawPart, StoredImages } from './data-format.js';
import type { OwnOptions } from './own-options.js';
import { checkRoom } from './room.js';

/** An array and what messages call it. */
export interface NamedTensor {
  readonly place: string;
  readonly tensor: Tensor;
}

/**
 * Images or vectors with their labels: [count, numbers], [count, height, width], or four dimensions
 * as `axes` has them; labels [count], [count, 1], or [count, classes] with a single 1 a row. Throws
 * InputError naming the array for another shape, and for numbers that are not finite.
 */
export function tensorPart(images: NamedTensor, labels: NamedTensor, { axes }: OwnOptions): RawPart {
  const stored = storedImages(images, axes);
  const own = labelNumbers(labels);
  if (own.length !== stored.count) {
    throw new InputError(
      `${labels.place}: expected ${stored.count} labels as in ${images.place} (got ${own.length})`,
    );
  }
  return { file: labels.place, ...stored, labels: own };
}

function storedImages({ place, tensor }: NamedTensor, axes: OwnOptions['axes']): StoredImages {
  const { shape, data } = tensor;
  if (shape.length < 2 || shape.length > 4 || shape.includes(0)) {
    throw new InputError(
      `${place}: expected images of 2 to 4 dimensions, count first (got ${shape.join(' x ') || 'a single number'})`,
    );
  }
  const [count] = shape as [number];
  const [height, width, channels, isApart] = imageShape(shape.slice(1), { place, axes });
  checkRoom(4 * data.length, `${place}: ${shape.join(' x ')} numbers`);
  const numbers = data instanceof Uint8Array ? data : floatsOf(tensor, place);
  const pixels = isApart ? channelsLast(numbers, height * width, channels) : numbers;
  return { count, height, width, channels, pixels, maxPixel: data instanceof Uint8Array ? 255 : 1 };
}

/** Height, width, channels, and whether the channels stand in front. */
function imageShape(
  sizes: readonly number[],
  { place, axes }: { place: string; axes: OwnOptions['axes'] },
): readonly [number, number, number, boolean] {
  if (sizes.length === 1) return [1, sizes[0]!, 1, false];
  if (sizes.length === 2) return [sizes[0]!, sizes[1]!, 1, false];
  const isCount = (size: number) => size === 1 || size === 3 || size === 4;
  const [front, last] = [isCount(sizes[0]!), isCount(sizes[2]!)];
  if (axes === undefined && front === last) {
    throw new InputError(
      `${place}: images of ${sizes.join(' x ')}: expected dataset.axes, NHWC or NCHW, to say which are the channels`,
    );
  }
  const [a, b, c] = sizes as [number, number, number];
  return (axes ?? (front ? 'NCHW' : 'NHWC')) === 'NCHW' ? [b, c, a, true] : [a, b, c, false];
}

function channelsLast<T extends Uint8Array | Float32Array>(data: T, pixels: number, channels: number): T {
  const out = data.slice() as T;
  const size = pixels * channels;
  for (let i = 0; i < out.length; i++) {
    const image = Math.floor(i / size) * size;
    out[i] = data[image + (i % channels) * pixels + Math.floor((i - image) / channels)];
  }
  return out;
}

/** Labels as numbers, of rows with a single 1 the place of it. */
function labelNumbers({ place, tensor: { shape, data } }: NamedTensor): Float64Array {
  const values = Float64Array.from(data as ArrayLike<number | bigint>, Number);
  const [count = 1, columns = 1] = shape;
  if (values.length === Math.max(1, ...shape)) return values;
  const rows = Array.from({ length: count }, (_, i) => values.subarray(i * columns, (i + 1) * columns));
  const isOneHot =
    shape.length === 2 &&
    rows.every((row) => row.every((x) => x === 0 || x === 1) && row.reduce((a, b) => a + b, 0) === 1);
  if (isOneHot) return Float64Array.from(rows, (row) => row.indexOf(1));
  throw new InputError(
    `${place}: expected one class an image, or rows with a single 1 (got ${shape.join(' x ')}); targets of a regression are not supported`,
  );
}

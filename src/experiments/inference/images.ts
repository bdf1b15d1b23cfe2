import { InputError } from '../../../devices/base/errors.js';
import type { GraphInput } from '../../graph/onnx/graph.js';
import type { Value } from '../../graph/plan/matrix-operator.js';

/** Images with labels, their numbers as they are stored. */
export interface LabelledImages {
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Whether the channels of a pixel lie beside each other, or in planes. */
  readonly stored: 'NCHW' | 'NHWC';
  readonly values: ArrayLike<number>;
  /** What stored numbers are divided by. */
  readonly scale: number;
  /** [count], each in 0 .. classes - 1. */
  readonly labels: ArrayLike<number>;
}

/** What becomes of pixels on their way into a network. */
export interface Preprocessing {
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
  readonly order?: 'NCHW' | 'NHWC' | undefined;
}

/** Hands out images as a network takes them. */
export interface ImageFeed {
  readonly count: number;
  readonly labels: ArrayLike<number>;
  /** Images from `from` on; beyond the last one it is repeated. */
  readonly batch: (from: number, count: number) => Value;
}

/**
 * Images in the shape that `input` takes, (pixel / scale - mean) / std. Throws InputError where
 * they do not fit it, or mean and std do not fit the channels.
 */
export function createImageFeed(
  images: LabelledImages,
  input: GraphInput,
  { mean = [0], std = [1], order }: Preprocessing,
): ImageFeed {
  const { count, channels, height, width, values, scale, labels } = images;
  const size = channels * height * width;
  const layout = layoutOf(images, input, order);
  const perChannel = (name: string, numbers: readonly number[]) => {
    if (numbers.length === 1 || numbers.length === channels) {
      return Float64Array.from({ length: channels }, (_, channel) => numbers[channel % numbers.length]!);
    }
    throw new InputError(
      `data.${name}: ${numbers.length} numbers, expected one, or one for each of ${channels} channels`,
    );
  };
  const means = perChannel('mean', mean);
  const scales = perChannel('std', std);
  const from = placesOf(images, images.stored);
  const to = placesOf(images, layout.order);
  return Object.freeze<ImageFeed>({
    count,
    labels,
    batch(first, wanted) {
      const data = new Float32Array(wanted * size);
      for (let i = 0; i < wanted; i++) {
        const image = Math.min(first + i, count - 1);
        for (let channel = 0; channel < channels; channel++) {
          for (let place = 0; place < height * width; place++) {
            const pixel = values[image * size + from(channel, place)]! / scale;
            data[i * size + to(channel, place)] = (pixel - means[channel]!) / scales[channel]!;
          }
        }
      }
      return { type: 'float32', dims: [wanted, ...layout.dims], data };
    },
  });
}

/** Where a channel of a pixel lies in an image. */
function placesOf({ channels, height, width }: LabelledImages, order: 'NCHW' | 'NHWC') {
  return order === 'NCHW'
    ? (channel: number, place: number) => channel * height * width + place
    : (channel: number, place: number) => place * channels + channel;
}

interface Layout {
  readonly order: 'NCHW' | 'NHWC';
  /** Of one image. */
  readonly dims: readonly number[];
}

/** The shape of an image that fits the input: planes first, then pixels, then a vector. */
function layoutOf(
  { channels, height, width }: LabelledImages,
  { name, dims: [, ...dims] }: GraphInput,
  wanted: Preprocessing['order'],
): Layout {
  const grey = channels === 1 ? [{ order: 'NCHW' as const, dims: [height, width] }] : [];
  const candidates: Layout[] = [
    { order: 'NCHW', dims: [channels, height, width] },
    { order: 'NHWC', dims: [height, width, channels] },
    ...grey,
    { order: 'NCHW', dims: [channels * height * width] },
    { order: 'NHWC', dims: [channels * height * width] },
  ];
  const fits = (shape: readonly number[]) =>
    shape.length === dims.length && shape.every((size, i) => typeof dims[i] !== 'number' || dims[i] === size);
  const found = candidates.find((each) => fits(each.dims) && (wanted ?? each.order) === each.order);
  if (found) return found;
  const shape = dims.map((size) => size ?? '?').join(' x ') || 'none';
  const order = wanted === undefined ? '' : ` in order ${wanted}`;
  throw new InputError(
    `input ${name} of shape ${shape}: images of ${channels} x ${height} x ${width}${order}, expected such as fit it`,
  );
}

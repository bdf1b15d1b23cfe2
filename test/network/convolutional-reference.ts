import { createTypescriptKernels, type Kernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { createConvolutionalNetwork } from '../../src/network/convolutional/convolutional-network.js';
import { type ImageShape, type LayerSpec, stagesOf } from '../../src/network/convolutional/stages.js';
import { createIdealCoupling } from '../../src/network/couplings/ideal-coupling.js';
import type { Network } from '../../src/network/network.js';

/**
 * The engine's convolutional network on float couplings, unfolding two pictures at once so that
 * three take two turns.
 */
export function createFloatNetwork(
  layers: readonly LayerSpec[],
  picture: ImageShape,
  options: {
    pooledCouplings: boolean;
    kernels?: Kernels;
    maxBatch?: number;
    weightBounds?: readonly number[];
  },
): Network {
  const { pooledCouplings, kernels = createTypescriptKernels(), maxBatch = 3, weightBounds } = options;
  return createConvolutionalNetwork(stagesOf(layers, picture), {
    random: createRandom(5),
    kernels,
    maxBatch,
    pooledCouplings,
    weightBounds,
    picturesAtOnce: () => 2,
    createCoupling: (weights, { pre, post, maxRows }) =>
      createIdealCoupling(weights, { pre, post, kernels, maxRows }),
  });
}

/**
 * Weights and biases of a stage in double precision: weights [output][size][size][input], of a full
 * layer [output][input].
 */
export interface StageParameters {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

export function parametersOf({ couplings, biases }: Network): readonly StageParameters[] {
  return couplings.map((coupling, l) => {
    const matrix = coupling.filters?.matrix ?? coupling;
    const weights = matrix.weightsInto(new Float32Array(matrix.post * matrix.pre));
    return { weights: Float64Array.from(weights), biases: Float64Array.from(biases[l]) };
  });
}

type Picture = ImageShape & { readonly values: Float64Array };

/** Oracle: a convolution by its definition, zeros around the picture, biases added. */
export function convolve(
  picture: Picture,
  { weights, biases }: StageParameters,
  { size, stride, padding }: { size: number; stride: number; padding: number },
): Picture {
  return slide(picture, { size, stride, padding, channels: biases.length }, (at, channel) => {
    let sum = biases[channel];
    for (let ky = 0; ky < size; ky++) {
      for (let kx = 0; kx < size; kx++) {
        for (let c = 0; c < picture.channels; c++) {
          sum += weights[((channel * size + ky) * size + kx) * picture.channels + c] * (at(ky, kx, c) ?? 0);
        }
      }
    }
    return sum;
  });
}

/**
 * Oracle: a pool by its definition; the average counts pixels beyond the edge as 0, the maximum
 * does not see them.
 */
export function pool(
  picture: Picture,
  { kind, size, stride, padding }: { kind: 'max' | 'average'; size: number; stride: number; padding: number },
): Picture {
  return slide(picture, { size, stride, padding, channels: picture.channels }, (at, channel) => {
    const seen = Array.from({ length: size * size }, (_, i) => at(Math.floor(i / size), i % size, channel));
    return kind === 'max'
      ? Math.max(...seen.map((value) => value ?? -Infinity))
      : seen.reduce<number>((sum, value) => sum + (value ?? 0), 0) / (size * size);
  });
}

type At = (ky: number, kx: number, channel: number) => number | undefined;

function slide(
  { values, height, width, channels: inputs }: Picture,
  { size, stride, padding, channels }: { size: number; stride: number; padding: number; channels: number },
  value: (at: At, channel: number) => number,
): Picture {
  const along = (length: number) => Math.floor((length + 2 * padding - size) / stride) + 1;
  const shape = { height: along(height), width: along(width), channels };
  const out = new Float64Array(shape.height * shape.width * channels);
  for (let i = 0; i < out.length; i++) {
    const place = Math.floor(i / channels);
    const top = Math.floor(place / shape.width) * stride - padding;
    const left = (place % shape.width) * stride - padding;
    out[i] = value((ky, kx, c) => {
      const [y, x] = [top + ky, left + kx];
      return y < 0 || y >= height || x < 0 || x >= width ? undefined : values[(y * width + x) * inputs + c];
    }, i % channels);
  }
  return { ...shape, values: out };
}

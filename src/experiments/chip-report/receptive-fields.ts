import type { ImageSet } from '../../data/dataset.js';
import type { Learner } from '../build/learner.js';

/**
 * Weights from the input image to chosen neurons of the first layer of one run; of a convolution,
 * of filters.
 */
export interface ReceptiveFields {
  readonly runId: string;
  /** Of the input image, in pixels. */
  readonly width: number;
  readonly height: number;
  /** Index of each neuron in the first layer, or of each filter. */
  readonly neurons: readonly number[];
  /** The class each neuron stands for; null = it answers to none, as do all that are no outputs. */
  readonly labels: readonly (number | null)[];
  /** [neuron][height * width], row-major; dimensionless. */
  readonly weights: readonly ArrayLike<number>[];
}

/** Neurons shown a run. */
const shown = 24;

/**
 * Weights from the image to evenly spaced units of the first layer, with the class each output unit
 * stands for; of a convolution its filters, channels under one another.
 */
export function receptiveFieldsOf(
  runId: string,
  { network }: Learner,
  { image, labels }: { image: Pick<ImageSet, 'width' | 'height'>; labels: Int32Array },
): ReceptiveFields {
  const [first] = network.couplings;
  const { matrix, windows } = first.filters ?? { matrix: first.shown ?? first, windows: null };
  const { pre: pixels, post: units } = matrix;
  const width = windows?.size ?? image.width;
  const weights = matrix.weightsInto(new Float32Array(units * pixels));
  const count = Math.min(shown, units);
  const neurons = Array.from({ length: count }, (_, i) => Math.floor((i * units) / count));
  const isOutput = network.layers.length === 2;
  return {
    runId,
    width,
    height: pixels / width,
    neurons,
    labels: neurons.map((neuron) => (isOutput && labels[neuron] >= 0 ? labels[neuron] : null)),
    weights: neurons.map((neuron) => {
      const own = weights.subarray(neuron * pixels, (neuron + 1) * pixels);
      return planar(own, windows?.channels ?? 1);
    }),
  };
}

/** [pixels, channels] turned to [channels, pixels]. */
function planar(values: Float32Array, channels: number): Float32Array {
  const pixels = values.length / channels;
  return values.map((_, i) => values[(i % pixels) * channels + Math.floor(i / pixels)]);
}

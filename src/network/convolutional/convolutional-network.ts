import type { Kernels } from '../../../crossbar/index.js';
import { type RandomStream, uniformInto } from '../../../devices/index.js';
import type { Coupling } from '../coupling.js';
import type { InitialWeights, Network } from '../network.js';
import { createConvCoupling } from './conv-coupling.js';
import { createPool } from './pool.js';
import { withPool } from './pooled-coupling.js';
import { withPruning } from './pruned-coupling.js';
import type { LayerStage } from './stages.js';

export interface ConvolutionalOptions {
  readonly random: RandomStream;
  readonly kernels: Kernels;
  /** Most images at once; couplings take twice as many, a free and a nudged state of each. */
  readonly maxBatch: number;
  /** One a stage, in place of drawn weights and biases. */
  readonly initial?: readonly InitialWeights[] | null | undefined;
  /** Bound of each coupling's initial weights; 1 / sqrt(inputs of a unit) by default. */
  readonly weightBounds?: readonly number[] | undefined;
  /**
   * false: pools behind the activations, for a feed-forward pass. true: pools inside couplings, for
   * an energy.
   */
  readonly pooledCouplings: boolean;
  /** Most images a convolution hands to its matrix at once. */
  readonly picturesAtOnce: (stage: LayerStage) => number;
  /** A matrix [post, pre] on its hardware that takes products of up to `maxRows` rows. */
  readonly createCoupling: (
    weights: Float32Array,
    matrix: { pre: number; post: number; index: number; maxRows: number },
  ) => Coupling;
}

/**
 * A network of `stages`, weights uniform in +-weightBounds and biases in +-1 / sqrt(inputs of a
 * unit), which is also the default for the weights, as published for the convolutional networks of
 * doi 10.1088/2634-4386/ad8c78.
 */
export function createConvolutionalNetwork(
  stages: readonly LayerStage[],
  options: ConvolutionalOptions,
): Network {
  const { kernels, maxBatch, pooledCouplings } = options;
  const parts = stages.map((stage, index) => {
    const coupling = createStageCoupling(stage, index, options);
    const pool = stage.pool && createPool({ ...stage.pool, kernels, maxBatch: 2 * maxBatch });
    return { coupling, pool };
  });
  const biases = stages.map(({ outputs, inputs }, index) => {
    const bias = kernels.float32(outputs);
    const random = options.random.stream(`biases ${index}`);
    if (options.initial) bias.set(options.initial[index].bias);
    if (options.initial) return bias;
    return fillUniform(bias, { bound: 1 / Math.sqrt(inputs), random });
  });
  return Object.freeze<Network>({
    layers: [stages[0].pre, ...stages.map(({ post }) => post)],
    couplings: parts.map(({ coupling, pool }) =>
      pool && pooledCouplings ? withPool(coupling, { pool, kernels, maxRows: 2 * maxBatch }) : coupling,
    ),
    biases,
    ...(!pooledCouplings && { pools: parts.map(({ pool }) => pool) }),
    kernels,
  });
}

function createStageCoupling(stage: LayerStage, index: number, options: ConvolutionalOptions): Coupling {
  const { kernels, maxBatch, initial, picturesAtOnce, createCoupling } = options;
  const { windows, inputs, outputs, pruned } = stage;
  const weights = initial?.[index].weights ?? drawn(stage, index, options);
  const matrix = { pre: inputs, post: outputs, index };
  if (!windows) return createCoupling(weights, { ...matrix, maxRows: 2 * maxBatch });
  const pictures = picturesAtOnce(stage);
  const maxRows = pictures * windows.outHeight * windows.outWidth;
  const filters = createCoupling(weights, { ...matrix, maxRows });
  // Cells cannot be left out, but what a chip is only given has its zeros already.
  const own = pruned > 0 && filters.floats ? withPruning(filters) : filters;
  return createConvCoupling(own, { windows, kernels, picturesAtOnce: pictures });
}

function drawn(
  { inputs, outputs, pruned }: LayerStage,
  index: number,
  { random, weightBounds = [] }: ConvolutionalOptions,
): Float32Array {
  const weights = fillUniform(new Float32Array(outputs * inputs), {
    bound: weightBounds[index] ?? 1 / Math.sqrt(inputs),
    random: random.stream(`weights ${index}`),
  });
  if (pruned === 0) return weights;
  const draw = { random: random.stream(`pruned ${index}`), step: 0 };
  const left = uniformInto(new Float32Array(weights.length), draw);
  return weights.map((weight, i) => (left[i] < pruned ? 0 : weight));
}

function fillUniform(
  out: Float32Array,
  { bound, random }: { bound: number; random: RandomStream },
): Float32Array {
  uniformInto(out, { random, step: 0 });
  for (let i = 0; i < out.length; i++) out[i] = bound * (2 * out[i] - 1);
  return out;
}

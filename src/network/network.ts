import type { Kernels } from '../../crossbar/index.js';
import { InputError, type RandomStream, uniformInto } from '../../devices/index.js';
import type { Pool } from './convolutional/pool.js';
import type { Coupling } from './coupling.js';

/**
 * Layers joined by couplings: layer 0 is the clamped input, couplings[l] joins layers l and l + 1
 * and is used both ways. Neurons leak with unit rate and are clipped to [0, 1] (hard sigmoid);
 * their biases are ideal currents, not cells.
 */
export interface Network {
  /** Units a layer, input first. */
  readonly layers: readonly number[];
  readonly couplings: readonly Coupling[];
  /**
   * biases[l] belongs to the units of coupling l, unit i to biases[l][i % length]: of a
   * convolution, one per channel.
   */
  readonly biases: readonly Float32Array[];
  /**
   * pools[l] stands between the units of coupling l, behind their activation, and layer l + 1; null
   * or absent = none. Feed-forward networks alone have them: where there is an energy, a pool is
   * part of its coupling (`withPool`).
   */
  readonly pools?: readonly (Pool | null)[];
  readonly kernels: Kernels;
}

/** What learning changes and reports read. */
export interface LearnedNetwork extends Pick<Network, 'layers' | 'biases' | 'kernels'> {
  readonly couplings: readonly Pick<
    Coupling,
    'pre' | 'post' | 'update' | 'weightsInto' | 'floats' | 'filters' | 'shown'
  >[];
}

/** The initial weights [post, pre] of a layer and one bias per unit. */
export interface InitialWeights {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface NetworkOptions {
  readonly layers: readonly number[];
  readonly random: RandomStream;
  readonly kernels: Kernels;
  /** One per coupling; replaces random weights and zero biases. */
  readonly initial?: readonly InitialWeights[] | null | undefined;
  /** Bound of each coupling's initial weights; that of Glorot and Bengio times 0.5 by default. */
  readonly weightBounds?: readonly number[] | undefined;
  readonly createCoupling: (
    weights: Float32Array,
    layer: { pre: number; post: number; index: number },
  ) => Coupling;
}

/**
 * A network with biases 0 and weights uniform in +-weightBounds, by default +-`initialBound`.
 * Throws InputError on fewer than two layers.
 */
export function createNetwork(options: NetworkOptions): Network {
  const { layers, random, kernels, initial, weightBounds = [], createCoupling } = options;
  if (layers.length < 2)
    throw new InputError(`network.layers needs two layers or more (got ${layers.length})`);
  const couplings = layers.slice(1).map((post, index) => {
    const pre = layers[index];
    const bound = weightBounds[index] ?? initialBound(pre, post);
    const weights =
      initial?.[index].weights ?? drawn(random.stream(`weights ${index}`), { count: post * pre, bound });
    return createCoupling(weights, { pre, post, index });
  });
  const biases = layers.slice(1).map((units, index) => {
    const bias = kernels.float32(units);
    if (initial) bias.set(initial[index].bias);
    return bias;
  });
  return Object.freeze<Network>({ layers, couplings, biases, kernels });
}

/**
 * gain sqrt(6 / (pre + post)), gain 0.5 (Glorot and Bengio 2010; gain as in doi
 * 10.1088/2634-4386/ad8c78).
 */
export function initialBound(pre: number, post: number): number {
  return 0.5 * Math.sqrt(6 / (pre + post));
}

function drawn(random: RandomStream, { count, bound }: { count: number; bound: number }): Float32Array {
  const weights = uniformInto(new Float32Array(count), { random, step: 0 });
  for (let i = 0; i < weights.length; i++) weights[i] = bound * (2 * weights[i] - 1);
  return weights;
}

/** States of every layer, [batch, units] each; layer 0 holds the input. */
export type NetworkState = readonly Float32Array[];

export function createState({ layers, kernels }: Network, maxBatch: number): NetworkState {
  return layers.map((units) => kernels.float32(maxBatch * units));
}

/** Starts a phase in every coupling. */
export function beginPhase({ couplings }: Network, phase: 'free' | 'nudged'): void {
  for (const coupling of couplings) coupling.beginPhase?.(phase);
}

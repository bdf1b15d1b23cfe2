import type { Kernels } from '../../../crossbar/index.js';
import { checkNumber, type RandomStream, uniformInto } from '../../../devices/index.js';
import type { InitialWeights, Network } from '../network.js';
import type { Conductances } from './conductances.js';

/**
 * Nodes joined by conductances: see `resistiveEnergy`. Layer 0 is the sources at [x, -x] times the
 * input's gain.
 */
export interface ResistiveNetwork extends Network {
  readonly couplings: readonly Conductances[];
  /** Voltage bounds of each layer, [units]: its ideal diodes. */
  readonly lower: readonly Float32Array[];
  readonly upper: readonly Float32Array[];
  /** Of the amplifiers behind hidden nodes, 1 = none. */
  readonly amplifierGain: number;
}

export interface ResistiveNetworkOptions {
  /** Pixels, then nodes per layer. */
  readonly layers: readonly number[];
  readonly random: RandomStream;
  readonly kernels: Kernels;
  /**
   * Bound of each layer's initial conductances before they are clipped at 0; 1 / sqrt(sources or
   * nodes below) by default.
   */
  readonly bounds?: readonly number[] | undefined;
  readonly amplifierGain?: number | undefined;
  /** One per coupling: conductances and bias currents in place of drawn ones. */
  readonly initial?: readonly InitialWeights[] | null | undefined;
  readonly createConductances: (
    values: Float32Array,
    layer: { pre: number; post: number; index: number },
  ) => Conductances;
}

/**
 * A network with bias currents 0 and conductances uniform in +-1 / sqrt(fan-in), clipped at 0:
 * about half of them begin at 0 (Scellier 2024, arXiv:2402.11674, appendix; his public code).
 * Throws InputError.
 */
export function createResistiveNetwork(options: ResistiveNetworkOptions): ResistiveNetwork {
  const { layers: given, random, kernels, bounds = [], initial, createConductances } = options;
  const amplifierGain = checkNumber('network.amplifierGain', options.amplifierGain ?? 1, {
    min: Number.MIN_VALUE,
  });
  const layers = [2 * given[0], ...given.slice(1)];
  const last = layers.length - 1;
  const couplings = layers.slice(1).map((post, index) => {
    const pre = layers[index];
    const bound = bounds[index] ?? 1 / Math.sqrt(pre);
    const stream = random.stream(`conductances ${index}`);
    const values = initial?.[index].weights ?? drawn(stream, { count: post * pre, bound });
    return createConductances(values, { pre, post, index });
  });
  const filled = (l: number, [first, second]: readonly [number, number]) => {
    const wall = kernels.float32(layers[l]);
    const half = Math.ceil(layers[l] / 2);
    return wall.fill(first, 0, half).fill(second, half);
  };
  const isHidden = (l: number) => l > 0 && l < last;
  return Object.freeze<ResistiveNetwork>({
    layers,
    couplings,
    kernels,
    amplifierGain,
    biases: layers.slice(1).map((units, index) => {
      const bias = kernels.float32(units);
      if (initial) bias.set(initial[index].bias);
      return bias;
    }),
    lower: layers.map((_, l) => filled(l, isHidden(l) ? [0, -Infinity] : [-Infinity, -Infinity])),
    upper: layers.map((_, l) => filled(l, isHidden(l) ? [Infinity, 0] : [Infinity, Infinity])),
  });
}

function drawn(random: RandomStream, { count, bound }: { count: number; bound: number }): Float32Array {
  const values = uniformInto(new Float32Array(count), { random, step: 0 });
  for (let i = 0; i < count; i++) values[i] = Math.max(0, bound * (2 * values[i] - 1));
  return values;
}

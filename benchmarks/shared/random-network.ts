import type { Kernels } from '../../crossbar/index.js';
import { createRandom, uniformInto } from '../../devices/index.js';
import { createIdealCoupling } from '../../src/network/couplings/ideal-coupling.js';
import { createNetwork, createState, type Network, type NetworkState } from '../../src/network/network.js';

export interface RandomNetwork {
  readonly network: Network;
  /** [batch, pixels], uniform in [0, 1). */
  readonly input: Float32Array;
  /** weights[l] [post, pre]. */
  readonly weights: readonly Float32Array[];
  /** A new state with the input clamped and everything else at 0. */
  readonly rest: () => NetworkState;
}

/** A float network with initial weights and one batch of seeded noise as its input. */
export function createRandomNetwork(
  layers: readonly number[],
  { kernels, batch, seed }: { kernels: Kernels; batch: number; seed: number },
): RandomNetwork {
  const random = createRandom(seed);
  const weights: Float32Array[] = [];
  const network = createNetwork({
    layers,
    random: random.stream('network'),
    kernels,
    createCoupling(initial, { pre, post, index }) {
      weights[index] = initial;
      return createIdealCoupling(initial, { pre, post, kernels, maxRows: batch });
    },
  });
  const input = uniformInto(new Float32Array(batch * layers[0]), { random: random.stream('input'), step: 0 });
  const rest = () => {
    const state = createState(network, batch);
    state[0].set(input);
    return state;
  };
  return { network, input, weights, rest };
}

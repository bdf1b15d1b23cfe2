import type { NetworkState } from '../../src/network/network.js';
import { createBlock } from '../../src/relax/block.js';
import { createEuler } from '../../src/relax/euler.js';
import type { Relax } from '../../src/relax/relaxation.js';
import { withKernels } from '../workloads/kernels.js';
import { alternate, secondsOf } from './alternate.js';
import { type Benchmark, check } from './benchmark.js';
import { largestDifference } from './difference.js';
import { createRandomNetwork, type RandomNetwork } from './random-network.js';

const layers = [784, 1000, 2000];
const batch = 64;
const dt = 0.2;
const residual = 1e-4;
const mostSweeps = 1000;

/**
 * Sweeps of the network to rest: block coordinates against Euler steps, whose sweeps cost the same
 * products.
 */
export const equilibrium: Benchmark = {
  name: 'equilibrium',
  target: 5,
  run: ({ seed, repetitions, threads, engine }) =>
    withKernels({ threads, engine }, async (kernels) => {
      const random = createRandomNetwork(layers, { kernels, batch, seed });
      const rate = createRate(random);
      const euler = createEuler(random.network, { dt, maxBatch: batch });
      const block = createBlock(random.network, { tolerance: 0, maxBatch: batch });
      const slow = settle(euler, random, rate);
      const fast = settle(block, random, rate);
      const times = await alternate(
        { euler: turn(euler, random, slow.sweeps), block: turn(block, random, fast.sweeps) },
        { repetitions, warmUp: false },
      );
      const difference = Math.max(...slow.state.map((layer, l) => largestDifference(layer, fast.state[l])));
      const row = (strategy: string, { sweeps, rate }: Settled, seconds: number) => ({
        strategy,
        sweeps,
        residual: rate,
        seconds,
        threads: kernels.threads,
      });
      return {
        work: `${layers.join('-')}, initial weights (gain 0.5), batch ${batch}, from rest until no |ds/dt| is above ${residual}; ratio = sweeps of Euler over sweeps of block`,
        peer: `Euler steps of dt ${dt}, in this engine`,
        ratio: slow.sweeps / fast.sweeps,
        rows: [
          row('euler', slow, times.euler.medianSec),
          row('block', fast, times.block.medianSec),
          check('largest difference of a state', difference, { atMost: 1e-3 }),
        ],
      };
    }),
};

interface Settled {
  readonly state: NetworkState;
  readonly sweeps: number;
  /** Largest |ds/dt| at the end. */
  readonly rate: number;
}

/**
 * Sweeps one by one, the residual measured alike for every strategy. Throws Error where that does
 * not end.
 */
function settle(relax: Relax, { rest }: RandomNetwork, rateOf: (state: NetworkState) => number): Settled {
  const state = rest();
  for (let sweeps = 1; sweeps <= mostSweeps; sweeps++) {
    relax(state, { batch, steps: 1, nudge: null, masks: [] });
    const rate = rateOf(state);
    if (rate <= residual) return { state, sweeps, rate };
  }
  throw new Error(`equilibrium: expected a residual of ${residual} within ${mostSweeps} sweeps`);
}

/** Largest |ds/dt| of a state, walls included: what one Euler step would change, over dt. */
function createRate({ network, rest }: RandomNetwork): (state: NetworkState) => number {
  const probe = createEuler(network, { dt, maxBatch: batch });
  const copy = rest();
  return (state) => {
    copy.forEach((layer, l) => void layer.set(state[l]));
    return probe(copy, { batch, steps: 1, nudge: null, masks: [] }).residual;
  };
}

function turn(relax: Relax, { rest }: RandomNetwork, steps: number) {
  const state = rest();
  return () => {
    for (const layer of state.slice(1)) layer.fill(0);
    return secondsOf(() => relax(state, { batch, steps, nudge: null, masks: [] }));
  };
}

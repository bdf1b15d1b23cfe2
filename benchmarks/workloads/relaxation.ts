import type { Kernels } from '../../crossbar/index.js';
import { createEuler } from '../../src/relax/euler.js';
import { alternate, secondsOf } from '../shared/alternate.js';
import type { Benchmark, BenchmarkContext, Outcome, Row } from '../shared/benchmark.js';
import { check } from '../shared/benchmark.js';
import { largestDifference } from '../shared/difference.js';
import { type Peer, startPeer } from '../shared/peer.js';
import { findTorch, type Python } from '../shared/python.js';
import { createRandomNetwork, type RandomNetwork } from '../shared/random-network.js';
import { withKernels } from './kernels.js';

const layers = [784, 1000, 2000];
const batch = 64;
const steps = 30;
const dt = 0.2;
const work = `free relaxation of ${layers.join('-')}, batch ${batch}, ${steps} synchronous Euler steps, the input's product once`;

/** The inner loop of equilibrium propagation against PyTorch, on the same weights and inputs. */
export const relaxation: Benchmark = {
  name: 'relaxation',
  target: 1.1,
  async run(context) {
    const torch = findTorch();
    const counts = [...new Set([1, context.threads])];
    const rows: Row[] = [];
    let ratio: number | null = null;
    for (const threads of counts) {
      const measured = await withKernels({ ...context, threads }, (kernels) =>
        measure(kernels, torch, context),
      );
      rows.push(...measured.rows);
      ratio = measured.ratio;
    }
    if ('missing' in torch) return { work, peer: null, reason: torch.missing, ratio, rows };
    const peer = `${torch.description}, ${context.threads} threads, tuned: out=, in place, OMP_WAIT_POLICY=passive`;
    return { work, peer, ratio, rows };
  },
};

type Measured = Pick<Outcome, 'ratio' | 'rows'>;

async function measure(
  kernels: Kernels,
  torch: ReturnType<typeof findTorch>,
  { seed, repetitions }: BenchmarkContext,
): Promise<Measured> {
  const random = createRandomNetwork(layers, { kernels, batch, seed });
  const ours = ourTurn(random);
  if ('missing' in torch) {
    const times = await alternate({ ours: ours.turn }, { repetitions });
    return {
      ratio: null,
      rows: [{ threads: kernels.threads, oursSec: times.ours.medianSec, peerSec: null }],
    };
  }
  const peer = startTorch(torch, random, kernels.threads);
  try {
    const times = await alternate(
      { ours: ours.turn, peer: () => peer.time('relax', { steps, dt }) },
      { repetitions },
    );
    const ratio = times.peer.medianSec / times.ours.medianSec;
    const { s1, s2 } = await peer.arrays('states');
    const [, hidden, output] = ours.state;
    const difference = Math.max(largestDifference(hidden, s1.data), largestDifference(output, s2.data));
    return {
      ratio,
      rows: [
        { threads: kernels.threads, oursSec: times.ours.medianSec, peerSec: times.peer.medianSec, ratio },
        check(`largest difference of a state, ${kernels.threads} threads`, difference, { atMost: 1e-5 }),
      ],
    };
  } finally {
    peer.close();
  }
}

function ourTurn({ network, rest }: RandomNetwork) {
  const state = rest();
  const relax = createEuler(network, { dt, maxBatch: batch });
  const turn = () => {
    for (const layer of state.slice(1)) layer.fill(0);
    return secondsOf(() => relax(state, { batch, steps, nudge: null, masks: [] }));
  };
  return { state, turn };
}

/** The peer on the network's weights and input. */
function startTorch(torch: Python, { input, weights }: RandomNetwork, threads: number): Peer {
  const arrays = {
    x: { shape: [batch, layers[0]], data: input },
    ...Object.fromEntries(
      weights.map((data, l) => [`w${l}`, { shape: [layers[l + 1], layers[l]], data }] as const),
    ),
  };
  return startPeer(torch, 'relaxation.py', { threads, arrays });
}

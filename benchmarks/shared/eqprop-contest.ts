import type { Kernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import type { Configuration } from '../../src/configuration/configuration.js';
import { denseLayers } from '../../src/configuration/network-layers.js';
import { batchesOf, type Selection, selectImages } from '../../src/data/batches.js';
import { loadMnist } from '../../src/data/sets/mnist.js';
import { agreement } from '../workloads/eqprop-agreement.js';
import { alternate, secondsOf, type Timing, type Turn } from './alternate.js';
import { type BenchmarkContext, check, type Row } from './benchmark.js';
import { accuracyOf, createEqpropNetwork } from './eqprop-network.js';
import { createEqpropTask, type EqpropTask, weightsFrom, weightsOf } from './eqprop-task.js';
import { type Peer, startPeer } from './peer.js';
import type { FoundPython } from './python.js';

export const peerMethods = ['published', 'tuned'] as const;
export type Method = (typeof peerMethods)[number];

export interface Contest {
  /** Images that each contestant has learned. */
  readonly images: number;
  /** Seconds of a turn, all turns of the same number of images. */
  readonly times: Readonly<Record<string, Timing>>;
  /** The peer's time over ours; null without the peer. */
  readonly ratio: Readonly<Record<Method, number>> | null;
  readonly rows: readonly Row[];
}

export interface ContestOptions {
  readonly kernels: Kernels;
  readonly torch: FoundPython;
  readonly context: BenchmarkContext;
  /** Images of the contest, in as many turns as there are repetitions. */
  readonly images: number;
  /** Images learned before it. */
  readonly start: number;
  readonly accuracyWithin: number;
}

/**
 * Trains three networks from the same weights on the same images, a share of them at a turn: ours,
 * the published loop and the tuned one in PyTorch. Afterwards all are tested alike.
 */
export async function contest(configuration: Configuration, options: ContestOptions): Promise<Contest> {
  const { kernels, torch, context, start } = options;
  const dataset = loadMnist();
  const { batchSize } = configuration.learning;
  const share = Math.max(batchSize, batchSize * Math.floor(options.images / context.repetitions / batchSize));
  const count = share * context.repetitions;
  context.log(`  learning ${start} images first, then ${count} in ${context.repetitions} turns`);
  const task = createEqpropTask(configuration, { dataset, kernels, count, start });
  const agreed =
    'command' in torch ? await agreement(task, { kernels, torch, threads: context.threads }) : [];
  const peer =
    'command' in torch
      ? startPeer(torch, 'eqprop.py', {
          threads: context.threads,
          arrays: task.arrays,
          task: task.parameters,
        })
      : null;
  try {
    const times = await alternate(turnsOf(task, peer, share), { ...context, warmUp: false });
    const accuracy = await accuracies(task, { peer, kernels });
    const ratioOf = (method: Method) => times[method].medianSec / times.ours.medianSec;
    const ratio = peer && { published: ratioOf('published'), tuned: ratioOf('tuned') };
    const rows = Object.entries(times).map(([of, { medianSec }]) => ({
      of,
      images: count,
      threads: context.threads,
      secondsPerImage: medianSec / share,
      secondsPerEpoch: (medianSec / share) * dataset.train.count,
      accuracy: accuracy[of],
    }));
    const limits = peer
      ? peerMethods.map((method) =>
          check(`accuracy against ${method}`, Math.abs(accuracy.ours - accuracy[method]), {
            atMost: options.accuracyWithin,
          }),
        )
      : [];
    return { images: count, times, ratio, rows: [...rows, ...limits, ...agreed] };
  } finally {
    peer?.close();
  }
}

function turnsOf(
  { learner, images }: EqpropTask,
  peer: Peer | null,
  share: number,
): Readonly<Record<string, Turn>> {
  const ours: Turn = (round) => {
    const part: Selection = {
      ...images,
      indices: images.indices.subarray(round * share, (round + 1) * share),
    };
    return secondsOf(() => {
      for (const batch of batchesOf(part, learner.learning.batchSize)) learner.learn(batch);
    });
  };
  if (peer === null) return { ours };
  const theirs = (method: Method) => (round: number) =>
    peer.time('train', { method, start: round * share, end: (round + 1) * share });
  return { ours, published: theirs('published'), tuned: theirs('tuned') };
}

/**
 * Association with the images of the contest, the test on all test images, by the same code for
 * all.
 */
async function accuracies(
  { configuration, dataset, learner, images }: EqpropTask,
  { peer, kernels }: { peer: Peer | null; kernels: Kernels },
): Promise<Readonly<Record<string, number>>> {
  const layers = denseLayers(configuration, 'this benchmark');
  const test = selectImages(dataset.test, undefined, createRandom(0));
  const weights = { ours: weightsOf(learner.network) } as Record<string, ReturnType<typeof weightsOf>>;
  for (const method of peer ? peerMethods : []) {
    weights[method] = weightsFrom(await peer!.arrays('weights', { method }), layers);
  }
  const out: Record<string, number> = {};
  for (const [of, each] of Object.entries(weights)) {
    out[of] = await accuracyOf(createEqpropNetwork(configuration, each, kernels), { labelled: images, test });
  }
  return out;
}

import { type Kernels, selectWinners } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import { denseLayers } from '../../src/configuration/network-layers.js';
import { batchesOf, imagesInto } from '../../src/data/batches.js';
import { evaluationBatch } from '../../src/experiments/run/evaluation.js';
import { applySgd } from '../../src/learning/optimizers/sgd.js';
import { createSelfDefinedTarget } from '../../src/target/self-defined-target.js';
import { check, type Row } from '../shared/benchmark.js';
import { createEqpropNetwork, type EqpropNetwork } from '../shared/eqprop-network.js';
import { type EqpropTask, type Weights, weightsFrom, weightsOf } from '../shared/eqprop-task.js';
import { startPeer } from '../shared/peer.js';
import type { Python } from '../shared/python.js';

const most = 512;

/**
 * How far one of the peer's methods agrees with us at the same weights: winners, and the update by
 * one batch.
 */
export async function agreement(
  task: EqpropTask,
  { kernels, torch, threads }: { kernels: Kernels; torch: Python; threads: number },
): Promise<Row[]> {
  const { configuration, weights, arrays, parameters } = task;
  const layers = denseLayers(configuration, 'this benchmark');
  const units = layers[layers.length - 1];
  const ours = createEqpropNetwork(configuration, weights, kernels);
  const method = 'published';
  const ones = { ...arrays.signs, data: (arrays.signs.data as Float32Array).map(() => 1) };
  const peer = startPeer(torch, 'eqprop.py', {
    threads,
    arrays: { ...arrays, signs: ones },
    task: parameters,
  });
  try {
    const count = Math.min(most, task.images.indices.length);
    const theirs = await peer.arrays('infer', { method, start: 0, end: count });
    const shared = sharedWinners(outputsOf(ours, task, count), theirs.outputs.data as Float32Array, {
      units,
      k: configuration.learning.target.winners,
    });
    await peer.ask('dropout', { probabilities: layers.map(() => 0) });
    await peer.time('train', { method, start: 0, end: Math.min(configuration.learning.batchSize, count) });
    const updated = weightsFrom(await peer.arrays('weights', { method }), layers);
    const our = differences(learnOnce(ours, task), weights);
    const their = differences(updated, weights);
    return [
      check(`share of winners in common, ${count} images`, shared, { atLeast: 0.99 }),
      ...our.map((update, l) => ({ update: `weights ${l}`, ...compare(update, their[l]) })),
    ];
  } finally {
    peer.close();
  }
}

function outputsOf({ network, rule }: EqpropNetwork, { images }: EqpropTask, count: number): Float32Array {
  const [pixels, units] = [network.layers[0], network.layers[network.layers.length - 1]];
  const input = network.kernels.float32(evaluationBatch * pixels);
  const outputs = new Float32Array(count * units);
  let at = 0;
  for (const batch of batchesOf({ ...images, indices: images.indices.subarray(0, count) }, evaluationBatch)) {
    const n = batch.indices.length;
    imagesInto(input, batch);
    rule.inferInto(outputs.subarray(at * units, (at + n) * units), input, n);
    at += n;
  }
  return outputs;
}

/** The weights after the first batch, without dropout, nudged by +beta. */
function learnOnce({ network, rule }: EqpropNetwork, { configuration, images }: EqpropTask): Weights {
  const { batchSize, learningRate, target } = configuration.learning;
  const { layers, kernels } = network;
  const indices = images.indices.subarray(0, batchSize);
  const input = kernels.float32(evaluationBatch * layers[0]);
  imagesInto(input, { ...images, indices });
  const batch = indices.length;
  const selfDefined = createSelfDefinedTarget({
    units: layers[layers.length - 1],
    winners: target.winners,
    labelSmoothing: target.labelSmoothing,
    homeostasis: { gain: 0, targetActivity: 0 },
    random: createRandom(0),
    kernels,
  });
  const { output, updateTowards } = rule.answer({ batch, input, masks: [] });
  const chosen = kernels.float32(evaluationBatch * layers[layers.length - 1]);
  selfDefined.targetInto(chosen, output, { batch, mask: null, step: 0 });
  applySgd(network, updateTowards(chosen), learningRate);
  return weightsOf(network);
}

/** Mean share of the k largest outputs that two networks agree on; outputs [images, units]. */
export function sharedWinners(
  a: Float32Array,
  b: Float32Array,
  { units, k }: { units: number; k: number },
): number {
  const threshold = new Float32Array(units);
  const winnersOf = (outputs: Float32Array, from: number) =>
    selectWinners(new Int32Array(k), outputs, { from, threshold, ties: 0 });
  let shared = 0;
  for (let from = 0; from < a.length; from += units) {
    const winners = new Set(winnersOf(a, from));
    for (const unit of winnersOf(b, from)) shared += Number(winners.has(unit));
  }
  return shared / ((a.length / units) * k);
}

function differences(after: Weights, before: Weights): Float32Array[] {
  return after.matrices.map((matrix, l) => matrix.map((w, i) => w - before.matrices[l][i]));
}

/** Angle between two updates, and the length of the first over that of the second. */
export function compare(a: Float32Array, b: Float32Array): { cosine: number; lengthRatio: number } {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i], 0);
  const [aa, bb] = [Math.sqrt(dot(a, a)), Math.sqrt(dot(b, b))];
  return { cosine: dot(a, b) / (aa * bb), lengthRatio: aa / bb };
}

import type { Kernels } from '../../crossbar/index.js';
import { createRandom } from '../../devices/index.js';
import type { Configuration } from '../../src/configuration/configuration.js';
import { denseLayers } from '../../src/configuration/network-layers.js';
import { batchesOf, type Selection, selectImages, shuffled } from '../../src/data/batches.js';
import type { Dataset } from '../../src/data/dataset.js';
import { imageSize } from '../../src/data/dataset.js';
import { createLearner, type Learner } from '../../src/experiments/build/learner.js';
import { evaluationBatch } from '../../src/experiments/run/evaluation.js';
import type { LearnedNetwork } from '../../src/network/network.js';
import type { Arrays } from './arrays-file.js';
import { drawsOf } from './eqprop-draws.js';

/** What all contestants of an epoch begin with. */
export interface EqpropTask {
  readonly configuration: Configuration;
  readonly dataset: Dataset;
  /** In the order of training. */
  readonly images: Selection;
  /** Ours, at `weights`. */
  readonly learner: Learner;
  readonly weights: Weights;
  /** All of it for the peer, with its hyper-parameters in `parameters`. */
  readonly arrays: Arrays;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Of every layer, input side first; matrices [post, pre]. */
export interface Weights {
  readonly matrices: readonly Float32Array[];
  readonly biases: readonly Float32Array[];
}

export interface EqpropTaskOptions {
  readonly dataset: Dataset;
  readonly kernels: Kernels;
  /** Images of the contest, and those that our learner trains on before it. */
  readonly count: number;
  readonly start: number;
}

/** Images to warm up with. */
const warmUp = 20_000;

/** Draws the images and brings the weights to where the contest begins. */
export function createEqpropTask(configuration: Configuration, options: EqpropTaskOptions): EqpropTask {
  const { dataset, kernels, count, start } = options;
  const random = createRandom(configuration.seed);
  const all = selectImages(dataset.train, undefined, random);
  const order = (epoch: number, n: number): Selection => {
    const { set, indices } = shuffled(all, random.stream('order'), epoch);
    return { set, indices: indices.subarray(0, n) };
  };
  const images = order(2, count);
  const maxBatch = Math.max(configuration.learning.batchSize, evaluationBatch);
  const createFresh = () =>
    createLearner(configuration, { rule: 'eqprop', hardware: 'ideal', kernels, random, maxBatch });
  const learn = (own: Learner, some: Selection) => {
    own.startEpoch(0);
    for (const batch of batchesOf(some, own.learning.batchSize)) own.learn(batch);
  };
  const learner = createFresh();
  const { batchSize } = learner.learning;
  // Compilers see the code before it is timed: on a learner of its own where the contest begins
  // with fresh weights.
  if (start === 0) learn(createFresh(), order(3, warmUp));
  learn(learner, order(1, start));
  learner.startEpoch(0);
  const weights = weightsOf(learner.network);
  const layers = denseLayers(configuration, 'this benchmark');
  const arrays = {
    images: pixelsOf(images),
    ...drawsOf({
      layers,
      dropout: learner.learning.dropout,
      batchSize,
      count,
      random,
      kernels,
      batchesBefore: Math.ceil(start / batchSize),
    }),
    ...weightArrays(layers, weights),
  };
  const parameters = { ...parametersOf(learner), maxPixel: dataset.train.maxPixel };
  return { configuration, dataset, images, learner, weights, arrays, parameters };
}

export function weightsOf({ couplings, biases }: LearnedNetwork): Weights {
  return {
    matrices: couplings.map((coupling) =>
      coupling.weightsInto(new Float32Array(coupling.post * coupling.pre)),
    ),
    biases: biases.map((bias) => bias.slice()),
  };
}

/** Weights as a peer returns them. */
export function weightsFrom(arrays: Arrays, layers: readonly number[]): Weights {
  const all = (letter: string) => layers.slice(1).map((_, l) => arrays[`${letter}${l}`].data as Float32Array);
  return { matrices: all('w'), biases: all('b') };
}

function weightArrays(layers: readonly number[], { matrices, biases }: Weights): Arrays {
  return Object.fromEntries(
    matrices.flatMap((data, l) => [
      [`w${l}`, { shape: [layers[l + 1], layers[l]], data }],
      [`b${l}`, { shape: [layers[l + 1]], data: biases[l] }],
    ]),
  );
}

function pixelsOf({ set, indices }: Selection) {
  const size = imageSize(set);
  const data = new Uint8Array(indices.length * size);
  indices.forEach(
    (image, i) => void data.set(set.pixels.subarray(image * size, (image + 1) * size), i * size),
  );
  return { shape: [indices.length, size], data };
}

function parametersOf({ learning, network }: Learner) {
  const { batchSize, learningRate, dropout, target, eqprop } = learning;
  const { winners, labelSmoothing, homeostasis } = target;
  const { dt, freeSteps, nudgedSteps, beta } = eqprop;
  return {
    layers: network.layers,
    batchSize,
    learningRate,
    dropout,
    winners,
    labelSmoothing,
    gain: homeostasis.gain,
    dt,
    freeSteps,
    nudgedSteps,
    beta,
  };
}

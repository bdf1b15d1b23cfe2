import { describe, expect, it } from 'vitest';
import { createBackprop } from '../../src/learning/backprop.js';
import type { TrainingBatch } from '../../src/learning/learning-rule.js';
import type { ImageShape, LayerSpec } from '../../src/network/convolutional/stages.js';
import {
  convolve,
  createFloatNetwork,
  parametersOf,
  pool,
  type StageParameters,
} from '../network/convolutional-reference.js';
import { relativeError, uniforms, upload } from '../network/reference.js';
import { updateOf } from './batch.js';

// Law: what backprop wants of every filter, weight and bias of a convolutional network is minus the
// gradient of the loss, by finite differences of a forward pass written from the definitions.
// Pictures are not square and have two channels.

const picture: ImageShape = { height: 7, width: 6, channels: 2 };
const images = 3;

const networkOf = (kind: 'max' | 'average'): readonly LayerSpec[] => [
  { conv: { channels: 3, size: 3, stride: 1, padding: 2, pruned: 0 } },
  { pool: { kind, size: 4, stride: 2, padding: 1 } },
  { conv: { channels: 5, size: 2, stride: 1, padding: 1, pruned: 0 } },
  { pool: { kind, size: 3, stride: 1, padding: 0 } },
  { full: 4 },
];

const strided: readonly LayerSpec[] = [
  { conv: { channels: 4, size: 3, stride: 2, padding: 1, pruned: 0 } },
  { conv: { channels: 2, size: 2, stride: 1, padding: 0, pruned: 0 } },
  { full: 3 },
];

interface Case {
  readonly input: readonly Float64Array[];
  readonly targets: readonly Float64Array[];
  readonly masks: TrainingBatch['masks'];
}

/**
 * Oracle: mean of (y - d)^2; ReLU behind convolutions, in front of the pools, nothing at the
 * outputs.
 */
function lossOf(layers: readonly LayerSpec[], stages: readonly StageParameters[], given: Case): number {
  const { input, targets, masks } = given;
  let sum = 0;
  input.forEach((values, b) => {
    let shape = { ...picture, values };
    let l = 0;
    layers.forEach((layer, i) => {
      if ('conv' in layer) {
        shape = convolve(shape, stages[l], layer.conv);
        shape = { ...shape, values: shape.values.map((z) => Math.max(z, 0)) };
      } else if ('pool' in layer) shape = pool(shape, layer.pool);
      else {
        const all = { ...shape, height: 1, width: 1, channels: shape.values.length };
        shape = convolve(all, stages[l], { size: 1, stride: 1, padding: 0 });
      }
      if (!('pool' in layer)) l++;
      const next = layers[i + 1];
      const mask = next && 'pool' in next ? null : masks[l];
      const size = shape.values.length;
      if (mask) shape = { ...shape, values: shape.values.map((y, unit) => y * mask[b * size + unit]) };
    });
    const { values: y } = shape;
    sum += y.reduce((total, _, i) => total + (y[i] - targets[b][i]) ** 2, 0) / y.length;
  });
  return sum / input.length;
}

describe.each([
  ['max pools', networkOf('max')],
  ['average pools', networkOf('average')],
  ['strides and no pools', strided],
])('backprop through convolutions and %s', (_, layers) => {
  const network = createFloatNetwork(layers, picture, { pooledCouplings: false });
  const units = network.layers;
  const outputs = units[units.length - 1];
  const rows = (count: number, name: string) =>
    Array.from({ length: images }, (_, b) => Float64Array.from(uniforms(count, `${name}${b}`, [-0.5, 1])));
  const [input, targets] = [rows(units[0], 'image'), rows(outputs, 'target')];
  const flat = (list: readonly Float64Array[]) => list.flatMap((row) => [...row]);
  const options = {
    maxBatch: images,
    activation: [...units.slice(2).map(() => 'relu' as const), 'identity' as const],
  };

  it.each([
    ['without dropout', 0],
    ['with dropout behind the pools', 0.3],
  ])('is minus the gradient, stage by stage, %s', (_, dropped) => {
    const masks = units.map((count, l) =>
      dropped > 0 && l > 0
        ? upload(
            network.kernels,
            uniforms(images * count, `mask${l}`).map((u) => (u < dropped ? 0 : 1.4)),
          )
        : null,
    );
    const stages = parametersOf(network);
    const step = 1e-7;
    const slopes = (values: Float64Array) =>
      values.map((value, i) => {
        const at = (shift: number) => {
          values[i] = value + shift;
          return lossOf(layers, stages, { input, targets, masks });
        };
        const slope = (at(step) - at(-step)) / (2 * step);
        values[i] = value;
        return -slope;
      });
    const wanted = stages.map(({ weights, biases }) => ({
      weights: slopes(weights),
      biases: slopes(biases),
    }));

    const update = updateOf(createBackprop(network, options), {
      batch: images,
      input: upload(network.kernels, flat(input)),
      masks,
      target: upload(network.kernels, flat(targets)),
    });
    network.couplings.forEach((coupling, l) => {
      coupling.update(update.products[l]);
      const after = parametersOf(network)[l].weights.map((weight, i) => weight - stages[l].weights[i]);
      // Single precision: sums of some hundred products; weights move by about a tenth, from which
      // their own rounding is taken off.
      expect(relativeError(after, wanted[l].weights), `weights ${l}`).toBeLessThan(1e-5);
      expect(relativeError(update.biases[l], wanted[l].biases), `biases ${l}`).toBeLessThan(1e-5);
      expect(Math.hypot(...wanted[l].weights)).toBeGreaterThan(1e-3);
      coupling.update({ ...update.products[l], scale: -update.products[l].scale });
    });
  });
});

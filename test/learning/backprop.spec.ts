import { describe, expect, it } from 'vitest';
import { createBackprop } from '../../src/learning/backprop.js';
import type { TrainingBatch } from '../../src/learning/learning-rule.js';
import {
  createIdealNetwork,
  createParameters,
  finiteDifferences,
  type Parameters,
  uniforms,
} from '../network/reference.js';
import { batchOf, createExamples, type Examples, worstError } from './batch.js';

type Masks = TrainingBatch['masks'];

/** Oracle: the mean over images and outputs of (y - d)^2 of the feed-forward network; `drives` collects W x + b. */
function lossOf({ images, targets }: Examples, masks: Masks, drives: number[] = []) {
  return ({ layers, weights, biases }: Parameters) => {
    let sum = 0;
    images.forEach((image, b) => {
      let sent = image;
      weights.forEach((matrix, l) => {
        sent = biases[l].map((bias, i) => {
          const drive = sent.reduce((total, x, j) => total + matrix[i * sent.length + j] * x, bias);
          drives.push(drive);
          return Math.min(Math.max(drive, 0), 1) * (masks[l + 1]?.[b * layers[l + 1] + i] ?? 1);
        });
      });
      sum += sent.reduce((total, y, i) => total + (y - targets[b][i]) ** 2, 0) / sent.length;
    });
    return sum / images.length;
  };
}

describe.each([
  { label: 'one layer', layers: [5, 6] },
  { label: 'two layers', layers: [5, 8, 6] },
  { label: 'three layers', layers: [4, 7, 5, 3] },
])('backprop on $label', ({ layers }) => {
  it.each([
    ['without dropout', false],
    ['with dropout', true],
  ])('%s is minus the gradient of the loss', (_, dropped) => {
    const parameters = createParameters(layers, { weight: 0.7, bias: [-0.2, 0.7] });
    const examples = createExamples(parameters);
    const network = createIdealNetwork(parameters);
    // Scaled inside as inverted dropout is, plain at the output.
    const masks = layers.map((units, l) => {
      const kept = l === layers.length - 1 ? 1 : 1.25;
      return dropped && l > 0 ? uniforms(3 * units, `m${l}`).map((u) => (u < 0.2 ? 0 : kept)) : null;
    });
    const drives: number[] = [];
    const gradient = finiteDifferences(parameters, lossOf(examples, masks));
    lossOf(examples, masks, drives)(parameters);
    // The test means something only with units inside and beyond the walls, none at a kink.
    expect(drives.some((x) => x < 0) || drives.some((x) => x > 1)).toBe(true);
    expect(drives.some((x) => x > 0 && x < 1)).toBe(true);
    expect(Math.min(...drives.flatMap((x) => [Math.abs(x), Math.abs(x - 1)]))).toBeGreaterThan(1e-4);
    const rule = createBackprop(network, { maxBatch: 3 });
    // Single precision: sums of 8 numbers, a few 2^-24 each; the differences in double are exact for the linear parts.
    expect(worstError(rule, { network, batch: batchOf(network, examples, masks) }, gradient)).toBeLessThan(
      1e-5,
    );
  });

  it('answers as its forward pass, without masks', () => {
    const parameters = createParameters(layers, { weight: 0.9 });
    const [network, examples] = [createIdealNetwork(parameters), createExamples(parameters)];
    const outputs = layers[layers.length - 1];
    const answer = new Float32Array(3 * outputs);
    createBackprop(network, { maxBatch: 3 }).inferInto(answer, batchOf(network, examples).input, 3);
    const targets = examples.images.map((_, b) =>
      Float64Array.from(answer.subarray(b * outputs, (b + 1) * outputs)),
    );
    expect(lossOf({ ...examples, targets }, [])(parameters)).toBeLessThan(1e-12);
  });
});

it('backprop reports an output that is not a number', () => {
  const parameters = createParameters([3, 2]);
  const network = createIdealNetwork(parameters);
  const batch = batchOf(network, createExamples(parameters));
  batch.input[1] = NaN;
  expect(createBackprop(network, { maxBatch: 3 }).update(batch).status).toBe('non-finite');
});

import { describe, expect, it } from 'vitest';
import type { ActivationName } from '../../src/learning/activation.js';
import { createBackprop } from '../../src/learning/backprop.js';
import type { TrainingBatch } from '../../src/learning/learning-rule.js';
import {
  createIdealNetwork,
  createParameters,
  finiteDifferences,
  type Parameters,
  uniforms,
} from '../network/reference.js';
import { batchOf, createExamples, type Examples, updateOf, worstError } from './batch.js';

type Masks = TrainingBatch['masks'];

const functions: Readonly<Record<ActivationName, (z: number) => number>> = {
  'hard-sigmoid': (z) => Math.min(Math.max(z, 0), 1),
  relu: (z) => Math.max(z, 0),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  identity: (z) => z,
};

/** The loss of one image: the mean of (y - d)^2, or the cross-entropy of the softmax. */
const losses = {
  mse: (y: Float64Array, d: Float64Array) => y.reduce((sum, _, i) => sum + (y[i] - d[i]) ** 2, 0) / y.length,
  'cross-entropy'(y: Float64Array, d: Float64Array) {
    const partition = Math.log(y.reduce((sum, z) => sum + Math.exp(z), 0));
    return d.reduce((sum, share, i) => sum - share * (y[i] - partition), 0);
  },
};

interface Net {
  readonly activation?: readonly ActivationName[];
  readonly loss?: 'mse' | 'cross-entropy';
}

/**
 * Oracle: the mean loss of the feed-forward network over images; `drives` collects W x + b where
 * the slope has a kink.
 */
function lossOf(
  { images, targets }: Examples,
  { masks, drives = [], activation = [], loss = 'mse' }: Net & { masks: Masks; drives?: number[] },
) {
  return ({ layers, weights, biases }: Parameters) => {
    let sum = 0;
    images.forEach((image, b) => {
      let sent = image;
      weights.forEach((matrix, l) => {
        sent = biases[l].map((bias, i) => {
          const drive = sent.reduce((total, x, j) => total + matrix[i * sent.length + j] * x, bias);
          const name = activation[l] ?? 'hard-sigmoid';
          if (name === 'hard-sigmoid') drives.push(drive);
          return functions[name](drive) * (masks[l + 1]?.[b * layers[l + 1] + i] ?? 1);
        });
      });
      sum += losses[loss](sent, targets[b]);
    });
    return sum / images.length;
  };
}

interface Case extends Net {
  readonly label: string;
  readonly layers: readonly number[];
}

describe.each<Case>([
  { label: 'one layer', layers: [5, 6] },
  { label: 'two layers', layers: [5, 8, 6] },
  { label: 'three layers', layers: [4, 7, 5, 3] },
  { label: 'relu below hard sigmoid', layers: [5, 8, 6], activation: ['relu', 'hard-sigmoid'] },
  {
    label: 'relu and sigmoid below a softmax',
    layers: [5, 8, 6],
    activation: ['relu', 'sigmoid'],
    loss: 'cross-entropy',
  },
  {
    label: 'hard sigmoids below a linear softmax',
    layers: [5, 7, 6, 4],
    activation: ['hard-sigmoid', 'sigmoid', 'identity'],
    loss: 'cross-entropy',
  },
])('backprop on $label', ({ layers, ...net }) => {
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
    const gradient = finiteDifferences(parameters, lossOf(examples, { masks, ...net }));
    lossOf(examples, { masks, drives, ...net })(parameters);
    // The test means something only with units inside and beyond the walls, none at a kink.
    if (drives.length > 0) {
      expect(drives.some((x) => x < 0) || drives.some((x) => x > 1)).toBe(true);
      expect(drives.some((x) => x > 0 && x < 1)).toBe(true);
    }
    expect(Math.min(...drives.flatMap((x) => [Math.abs(x), Math.abs(x - 1)]))).toBeGreaterThan(1e-4);
    const rule = createBackprop(network, { maxBatch: 3, ...net });
    // Single precision: sums of 8 numbers, a few 2^-24 each; the differences in double are exact
    // for the linear parts.
    expect(worstError(rule, { network, batch: batchOf(network, examples, masks) }, gradient)).toBeLessThan(
      1e-5,
    );
  });

  it('answers as its forward pass, without masks', () => {
    const parameters = createParameters(layers, { weight: 0.9 });
    const [network, examples] = [createIdealNetwork(parameters), createExamples(parameters)];
    const outputs = layers[layers.length - 1];
    const answer = new Float32Array(3 * outputs);
    createBackprop(network, { maxBatch: 3, ...net }).inferInto(answer, batchOf(network, examples).input, 3);
    const targets = examples.images.map((_, b) =>
      Float64Array.from(answer.subarray(b * outputs, (b + 1) * outputs)),
    );
    const loss = lossOf({ ...examples, targets }, { masks: [], ...net, loss: 'mse' });
    expect(loss(parameters)).toBeLessThan(1e-12);
  });
});

it('backprop reports an output that is not a number', () => {
  const parameters = createParameters([3, 2]);
  const network = createIdealNetwork(parameters);
  const batch = batchOf(network, createExamples(parameters));
  batch.input[1] = NaN;
  expect(updateOf(createBackprop(network, { maxBatch: 3 }), batch).status).toBe('non-finite');
});

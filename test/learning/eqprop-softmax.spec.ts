import { describe, expect, it } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { createEqprop, type EqpropOptions } from '../../src/learning/eqprop.js';
import { hiddenPart } from '../../src/learning/output-stage.js';
import { createClosedForm } from '../../src/relax/closed-form.js';
import { createDrives } from '../../src/relax/drives.js';
import { createEuler } from '../../src/relax/euler.js';
import {
  createIdealNetwork,
  createParameters,
  finiteDifferences,
  type Parameters,
  settle,
  uniforms,
  upload,
} from '../network/reference.js';
import { batchOf, createExamples, type Examples, updateOf, worstError } from './batch.js';

const networks = [
  { label: 'one hidden layer', layers: [5, 7, 4], strategy: 'closed-form' },
  { label: 'one hidden layer, step by step', layers: [5, 7, 4], strategy: 'euler' },
  { label: 'two hidden layers', layers: [5, 6, 7, 4], strategy: 'euler' },
] as const;

function createRule(
  parameters: Parameters,
  { strategy, ...options }: Partial<EqpropOptions> & { strategy: 'closed-form' | 'euler' },
) {
  const network = createIdealNetwork(parameters);
  const relaxing = hiddenPart(network);
  const step = { dt: 0.2, maxBatch: 3, drives: createDrives(relaxing, 3) };
  const relaxNudged = createEuler(relaxing, step);
  const rule = createEqprop(network, {
    relax: strategy === 'euler' ? relaxNudged : createClosedForm(relaxing, step),
    relaxNudged,
    freeSteps: 200,
    nudgedSteps: 200,
    beta: 0.1,
    nudging: 'positive',
    maxBatch: 3,
    loss: 'cross-entropy',
    random: createRandom(1),
    ...options,
  });
  return { rule, network };
}

/** Oracle: logits of the read-out of the hidden layers at rest. */
function logitsOf(parameters: Parameters, image: Float64Array, mask: readonly number[] = []): number[] {
  const top = parameters.layers.length - 2;
  const hidden: Parameters = {
    layers: parameters.layers.slice(0, -1),
    weights: parameters.weights.slice(0, -1),
    biases: parameters.biases.slice(0, -1),
  };
  const h = settle(hidden, image)
    .at(-1)!
    .map((s, i) => s * (mask[i] ?? 1));
  return [...parameters.biases[top]].map((bias, i) =>
    h.reduce((sum, s, j) => sum + parameters.weights[top][i * h.length + j] * s, bias),
  );
}

/** Oracle: the mean cross-entropy over images. */
function lossOf({ images, targets }: Examples) {
  return (parameters: Parameters) =>
    images.reduce((sum, image, b) => {
      const logits = logitsOf(parameters, image);
      const partition = Math.log(logits.reduce((total, z) => total + Math.exp(z), 0));
      return sum - logits.reduce((total, z, i) => total + targets[b][i] * (z - partition), 0);
    }, 0) / images.length;
}

describe.each(networks)('EqProp through a softmax on $label', ({ layers, strategy }) => {
  const parameters = createParameters(layers, { weight: 0.15, bias: [0.2, 0.4] });
  // A read-out that pulls well above single precision.
  parameters.weights[layers.length - 2].forEach((w, i, all) => {
    all[i] = 4 * w;
  });
  // One hidden unit on its wall at 1, one at 0, the others far from both.
  parameters.biases[layers.length - 3].fill(3, 0, 1).fill(-3, 1, 2);
  const raw = createExamples(parameters);
  // Shares of one, as labels and winners give them.
  const targets = raw.targets.map((d) => d.map((x) => x / d.reduce((sum, y) => sum + y, 0)));
  const examples = {
    images: raw.images,
    targets: targets.map((d) => Float64Array.from(Float32Array.from(d))),
  };
  const gradient = finiteDifferences(parameters, lossOf(examples));
  const errorAt = (beta: number, nudging: EqpropOptions['nudging']) => {
    const { rule, network } = createRule(parameters, { beta, nudging, strategy });
    return worstError(rule, { network, batch: batchOf(network, examples) }, gradient);
  };

  it.each([
    ['positive', 1],
    ['centred', 2],
  ] as const)(
    '%s nudging estimates the gradient, read-out included, with an error of order beta^%d',
    (nudging, order) => {
      const errors = [0.4, 0.2, 0.1].map((beta) => errorAt(beta, nudging));
      errors.slice(1).forEach((error, i) => {
        // The next power of beta bends the line.
        expect(Math.abs(Math.log2(errors[i] / error) - order)).toBeLessThan(0.2);
      });
      expect(errors.at(-1)).toBeLessThan(nudging === 'centred' ? 0.01 : 0.1);
    },
  );

  it('shows the target the logits at rest, and answers with their softmax', () => {
    const { rule, network } = createRule(parameters, { strategy });
    const batch = batchOf(network, examples);
    const seen = rule.answer(batch).output.slice(0, 12);
    const answer = new Float32Array(12);
    rule.inferInto(answer, batch.input, 3);
    examples.images.forEach((image, b) => {
      const logits = logitsOf(parameters, image);
      const sum = logits.reduce((total, z) => total + Math.exp(z), 0);
      logits.forEach((z, i) => {
        expect(seen[4 * b + i]).toBeCloseTo(z, 5);
        expect(answer[4 * b + i]).toBeCloseTo(Math.exp(z) / sum, 5);
      });
    });
  });
});

it('the closed form of the free phase and the steps give the same update, masks included', () => {
  const parameters = createParameters([5, 7, 4], { weight: 0.8 });
  const updates = (['closed-form', 'euler'] as const).map((strategy) => {
    const { rule, network } = createRule(parameters, { strategy, freeSteps: 12, nudgedSteps: 5 });
    const hidden = upload(
      network.kernels,
      uniforms(21, 'm').map((u) => Number(u > 0.3)),
    );
    const batch = batchOf(network, createExamples(parameters), [null, hidden, null]);
    return updateOf(rule, batch);
  });
  updates[0].products.forEach(({ post, pre }, l) => {
    post.forEach((value, i) => {
      expect(value).toBeCloseTo(updates[1].products[l].post[i], 5);
    });
    pre.forEach((value, i) => {
      expect(value).toBeCloseTo(updates[1].products[l].pre[i], 5);
    });
  });
});

it('closed form and blocks refuse the pull of a softmax', () => {
  const network = createIdealNetwork(createParameters([3, 2]));
  const phase = { batch: 1, steps: 1, nudge: null, masks: [], outputDrive: () => undefined };
  const relax = createClosedForm(network, { dt: 0.2, maxBatch: 1 });
  expect(() => relax([network.kernels.float32(3), network.kernels.float32(2)], phase)).toThrow(
    'cannot take a push',
  );
});

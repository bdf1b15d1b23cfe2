import { describe, expect, it } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { createEqprop, type EqpropOptions } from '../../src/learning/eqprop.js';
import { createClosedForm } from '../../src/relax/closed-form.js';
import { createEuler } from '../../src/relax/euler.js';
import type { Relax } from '../../src/relax/relaxation.js';
import {
  createIdealNetwork,
  createParameters,
  energy,
  finiteDifferences,
  type Parameters,
  settle,
} from '../network/reference.js';
import { batchOf, createExamples, type Examples, updateOf, worstError } from './batch.js';

/** Networks whose first unit of each layer stands on a wall and the others inside, far from it. */
function onWallAndOff(layers: readonly number[], name: string): Parameters {
  const parameters = createParameters(layers, { name, weight: 0.25, bias: [0.25, 0.45] });
  parameters.biases.forEach((bias, l) => void bias.fill(l === 0 ? 3 : -3, 0, 1));
  return parameters;
}

const networks = [
  { label: 'one layer', parameters: onWallAndOff([5, 4], 'one'), create: createClosedForm },
  { label: 'two layers', parameters: onWallAndOff([5, 6, 4], 'two'), create: createEuler },
];

function createRule(parameters: Parameters, create: typeof createEuler, options: Partial<EqpropOptions>) {
  const network = createIdealNetwork(parameters);
  const relax = create(network, { dt: 0.2, maxBatch: 3 });
  const steps = { freeSteps: 200, nudgedSteps: 200 };
  const random = createRandom(1);
  const rule = createEqprop(network, {
    relax,
    ...steps,
    beta: 0.1,
    nudging: 'positive',
    random,
    maxBatch: 3,
    ...options,
  });
  return { rule, network };
}

/** Oracle: the mean over images of 1/2 |s_L - d|^2 at rest. */
function lossOf({ images, targets }: Examples) {
  return (parameters: Parameters) =>
    images.reduce((sum, image, b) => {
      const output = settle(parameters, image).at(-1)!;
      return sum + output.reduce((squares, s, i) => squares + (s - targets[b][i]) ** 2 / 2, 0);
    }, 0) / images.length;
}

/** Oracle: the mean over images of min_s E + beta C. */
function restEnergyOf({ images, targets }: Examples, beta: number) {
  return (parameters: Parameters) =>
    images.reduce((sum, image, b) => {
      const nudge = { beta, target: targets[b] };
      return sum + energy(parameters, settle(parameters, image, nudge), nudge);
    }, 0) / images.length;
}

describe.each(networks)('EqProp on $label', ({ parameters, create }) => {
  const examples = createExamples(parameters);
  const gradient = finiteDifferences(parameters, lossOf(examples));
  const errorAt = (beta: number, nudging: EqpropOptions['nudging']) => {
    const { rule, network } = createRule(parameters, create, { beta, nudging });
    return worstError(rule, { network, batch: batchOf(network, examples) }, gradient);
  };

  it.each([
    ['positive', 1],
    ['centred', 2],
  ] as const)('%s nudging estimates the gradient with an error of order beta^%d', (nudging, order) => {
    // Single precision leaves 2^-24 / beta of a gradient of order 0.1: below 1e-4 of the error at
    // these betas.
    const betas = [0.2, 0.1, 0.05];
    const errors = betas.map((beta) => errorAt(beta, nudging));
    errors.slice(1).forEach((error, i) => {
      const slope = Math.log2(errors[i] / error);
      // The next power of beta bends the line: by beta / (1 + beta) at most for the first order.
      expect(Math.abs(slope - order)).toBeLessThan(0.2);
    });
    expect(errors.at(-1)).toBeLessThan(nudging === 'centred' ? 0.01 : 0.1);
  });

  it.each([0.8, -0.4])('obeys the envelope identity at beta = %d', (beta) => {
    const nudging = beta > 0 ? 'positive' : 'random-sign';
    // min_s F is smooth in the parameters: dF/dtheta at rest is all that is left, walls included.
    const [pulled, free] = [beta, 0].map((b) => finiteDifferences(parameters, restEnergyOf(examples, b)));
    const difference = (a: readonly Float64Array[], b: readonly Float64Array[]) =>
      a.map((slopes, l) => slopes.map((slope, i) => (slope - b[l][i]) / beta));
    const identity = {
      weights: difference(pulled.weights, free.weights),
      biases: difference(pulled.biases, free.biases),
    };
    const { rule, network } = createRule(parameters, create, {
      beta: Math.abs(beta),
      nudging,
      random: createRandom(beta > 0 ? 1 : negativeSeed()),
    });
    const error = worstError(rule, { network, batch: batchOf(network, examples) }, identity);
    // Both sides are exact: single precision, 1e-6 / 0.4, and differences of 1e-5 in double, 1e-10
    // / 1e-5.
    expect(error).toBeLessThan(2e-5);
  });

  it('averages over the batch', () => {
    const repeated = {
      images: Array(3).fill(examples.images[0]),
      targets: Array(3).fill(examples.targets[0]),
    };
    const once = finiteDifferences(
      parameters,
      lossOf({ images: [examples.images[0]], targets: [examples.targets[0]] }),
    );
    const { rule, network } = createRule(parameters, create, { beta: 0.05, nudging: 'centred' });
    expect(worstError(rule, { network, batch: batchOf(network, repeated) }, once)).toBeLessThan(0.01);
  });
});

describe('EqProp', () => {
  it('draws both signs of beta, half each, anew for every batch', () => {
    const betas = betasOf('random-sign', { batches: 1000, seed: 5 });
    const negative = betas.filter((beta) => beta === -0.3).length;
    expect(betas.filter((beta) => beta === 0.3).length + negative).toBe(1000);
    // 5 standard deviations of 1000 fair coins: 5 sqrt(1000) / 2.
    expect(Math.abs(negative - 500)).toBeLessThan(80);
    // As many changes of sign as of a fair coin: neither alternating nor stuck.
    const changes = betas.filter((beta, i) => i > 0 && beta !== betas[i - 1]).length;
    expect(Math.abs(changes - 500)).toBeLessThan(80);
  });

  it('always nudges forward when positive, and both ways when centred', () => {
    expect(new Set(betasOf('positive', { batches: 50, seed: 5 }))).toEqual(new Set([0.3]));
    expect(betasOf('centred', { batches: 2, seed: 5 })).toEqual([0.3, -0.3, 0.3, -0.3]);
  });

  it('shows the free output before the nudge, and answers as in the free phase', () => {
    const { parameters, create } = networks[1];
    const { rule, network } = createRule(parameters, create, {});
    const examples = createExamples(parameters);
    const batch = batchOf(network, examples);
    const seen = rule.answer(batch).output.slice(0, 12);
    const answer = new Float32Array(12);
    rule.inferInto(answer, batch.input, 3);
    expect(seen).toEqual(answer);
  });

  it('passes on a state that is not finite, and counts the steps of all phases', () => {
    const { parameters, create } = networks[0];
    const { rule, network } = createRule(parameters, create, { nudging: 'centred' });
    const batch = batchOf(network, createExamples(parameters));
    expect(updateOf(rule, batch)).toMatchObject({ status: 'ok', sweeps: 600 });
    batch.input[2] = NaN;
    expect(updateOf(rule, batch).status).toBe('non-finite');
  });
});

/** The strengths of nudge that a rule asks its relaxation for. */
function betasOf(nudging: EqpropOptions['nudging'], { batches = 1, seed = 1 }): number[] {
  const betas: number[] = [];
  const relax: Relax = (state, { nudge, steps }) => {
    if (nudge) betas.push(nudge.beta);
    return { state, status: 'max-steps', steps, residual: 0 };
  };
  const parameters = createParameters([2, 2]);
  const random = createRandom(seed);
  const { rule, network } = createRule(parameters, createEuler, { relax, nudging, random, beta: 0.3 });
  for (let i = 0; i < batches; i++) updateOf(rule, batchOf(network, createExamples(parameters)));
  return betas;
}

/** A seed whose first random sign is negative. */
function negativeSeed(): number {
  let seed = 0;
  while (betasOf('random-sign', { seed })[0] > 0) seed++;
  return seed;
}

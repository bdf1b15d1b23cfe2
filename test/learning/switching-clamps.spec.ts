import { describe, expect, it } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { createEqprop } from '../../src/learning/eqprop.js';
import { createClosedForm } from '../../src/relax/closed-form.js';
import { createIdealNetwork, createParameters } from '../network/reference.js';
import { batchOf, denseUpdate, updateOf } from './batch.js';

const units = 400;

/**
 * Output units of drive u = 1 - distance and target 0, without weights: s = u / (1 + beta), at most
 * 1. The gradient of C = s^2 / 2 by the bias is u.
 */
function changeOf(distances: readonly number[], beta: number): Float64Array {
  const parameters = createParameters([1, units], { name: 'clamps', weight: 0, bias: [0, 0] });
  parameters.weights[0].fill(0);
  distances.forEach((distance, i) => void parameters.biases[0].fill(1 - distance, i, i + 1));
  const network = createIdealNetwork(parameters);
  const rule = createEqprop(network, {
    relax: createClosedForm(network, { dt: 0.2, maxBatch: 1 }),
    freeSteps: 200,
    nudgedSteps: 200,
    beta,
    nudging: 'centred',
    maxBatch: 1,
    random: createRandom(1),
  });
  const examples = { images: [new Float64Array(1)], targets: [new Float64Array(units)] };
  return denseUpdate(network, updateOf(rule, batchOf(network, examples))).biases[0];
}

/** Mean relative error of the update against minus the gradient. */
function errorOf(distances: readonly number[], beta: number): number {
  const update = changeOf(distances, beta);
  return distances.reduce((sum, distance, i) => sum + Math.abs(1 + update[i] / (1 - distance)), 0) / units;
}

const spreadFrom = (first: number, last: number) =>
  Array.from({ length: units }, (_, i) => first + ((last - first) * (i + 0.5)) / units);

const betas = [0.025, 0.05, 0.1, 0.2];
const orders = (distances: readonly number[]) => {
  const errors = betas.map((beta) => errorOf(distances, beta));
  return errors.slice(1).map((error, i) => Math.log2(error / errors[i]));
};

describe('the error of centred nudges', () => {
  it('is beta^2 / (1 - beta^2) where no unit meets a wall: of second order', () => {
    const inside = spreadFrom(0.3, 0.8);
    for (const beta of betas) expect(errorOf(inside, beta)).toBeCloseTo(beta ** 2 / (1 - beta ** 2), 5);
    for (const order of orders(inside)) expect(Math.abs(order - 2)).toBeLessThan(0.1);
  });

  it('is up to a half of the gradient of a unit that meets its wall in one nudged state alone', () => {
    const distances = spreadFrom(0, 0.5);
    for (const beta of betas) {
      const update = changeOf(distances, beta);
      distances.forEach((distance, i) => {
        // u / (1 - beta) > 1 stays at 1.
        const back = Math.min((1 - distance) / (1 - beta), 1);
        const expected = ((1 - distance) / (1 + beta) - back) / (2 * beta);
        // Single precision leaves 2^-24 of each state, over 2 beta.
        expect(Math.abs(update[i] - expected)).toBeLessThan(2 ** -21 / beta);
      });
      expect(Math.abs(1 + update[0])).toBeGreaterThan(0.4);
    }
  });

  it('is of first order on average over units at all distances: the share that switches is as beta', () => {
    // 1/2 (1 - distance / beta) of those nearer than beta, beta of a range of 0.5: beta / 2, and a
    // term of order beta^2.
    for (const order of orders(spreadFrom(0, 0.5))) expect(Math.abs(order - 1)).toBeLessThan(0.35);
  });
});

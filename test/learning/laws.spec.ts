import { lusolve } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../devices/index.js';
import { createEqprop } from '../../src/learning/eqprop.js';
import { createEuler } from '../../src/relax/euler.js';
import {
  createIdealNetwork,
  createParameters,
  type Parameters,
  type States,
  settle,
} from '../network/reference.js';
import { batchOf, createExamples, type Examples, worstError } from './batch.js';

/**
 * Oracle: the exact gradient of the mean of 1/2 |s_L - d|^2 at rest by the implicit function
 * theorem. With H the Hessian of the energy over the units off their walls, H lambda = dC/ds there
 * and lambda = 0 on a wall; then dL/dW_l = lambda_l s_(l-1)^T + s_l lambda_(l-1)^T and dL/db_l =
 * lambda_l, since E holds -s_l . (W_l s_(l-1) + b_l).
 */
function implicitGradient(parameters: Parameters, { images, targets }: Examples) {
  const { weights, biases } = parameters;
  const gradient = {
    weights: weights.map((matrix) => new Float64Array(matrix.length)),
    biases: biases.map((bias) => new Float64Array(bias.length)),
  };
  images.forEach((image, b) => {
    const states = settle(parameters, image);
    const lambda = adjoint(parameters, states, targets[b]);
    weights.forEach((matrix, l) => {
      const [pre, post] = [states[l].length, states[l + 1].length];
      for (let i = 0; i < post; i++) {
        gradient.biases[l][i] += lambda[l + 1][i] / images.length;
        for (let j = 0; j < pre; j++) {
          const change = lambda[l + 1][i] * states[l][j] + states[l + 1][i] * lambda[l][j];
          gradient.weights[l][i * pre + j] += change / images.length;
        }
      }
      expect(matrix).toHaveLength(pre * post);
    });
  });
  return gradient;
}

function adjoint({ weights }: Parameters, states: States, target: Float64Array): States {
  const last = states.length - 1;
  // Every unit off its walls, input excepted, gets a place in the linear system.
  const places = states.map((layer, l) =>
    Array.from(layer, (s): number => (l > 0 && s > 0 && s < 1 ? 0 : -1)),
  );
  let size = 0;
  for (const layer of places) for (const [i, place] of layer.entries()) if (place === 0) layer[i] = size++;
  const hessian = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => Number(i === j)),
  );
  weights.forEach((matrix, l) => {
    const pre = states[l].length;
    matrix.forEach((w, k) => {
      const [row, col] = [places[l + 1][Math.floor(k / pre)], places[l][k % pre]];
      if (row < 0 || col < 0) return;
      hessian[row][col] -= w;
      hessian[col][row] -= w;
    });
  });
  const force = new Array<number>(size).fill(0);
  for (const [i, place] of places[last].entries()) if (place >= 0) force[place] = states[last][i] - target[i];
  const solution = (lusolve(hessian, force) as number[][]).flat();
  return places.map((layer) => Float64Array.from(layer, (place) => (place < 0 ? 0 : solution[place])));
}

describe.each([
  { label: 'one layer', layers: [6, 5] },
  { label: 'two layers', layers: [6, 7, 5] },
  { label: 'three layers', layers: [6, 5, 7, 4] },
])('centred EqProp on $label', ({ layers }) => {
  const parameters = createParameters(layers, { name: 'implicit', weight: 0.12, bias: [0.4, 0.5] });
  for (const bias of parameters.biases) bias.fill(3, 0, 1).fill(-3, 1, 2);
  const examples = createExamples(parameters);

  it('tends to the gradient of the implicit function theorem; what stands on a wall learns nothing', () => {
    const gradient = implicitGradient(parameters, examples);
    for (const bias of gradient.biases) expect([...bias.subarray(0, 2)]).toEqual([0, 0]);
    const network = createIdealNetwork(parameters);
    const errors = [0.2, 0.1].map((beta) => {
      const rule = createEqprop(network, {
        relax: createEuler(network, { dt: 0.2, maxBatch: 3 }),
        freeSteps: 300,
        nudgedSteps: 300,
        beta,
        nudging: 'centred',
        maxBatch: 3,
        random: createRandom(1),
      });
      return worstError(rule, { network, batch: batchOf(network, examples) }, gradient);
    });
    expect(errors[1]).toBeLessThan(0.02);
    // O(beta^2): half the nudge, a quarter of the error.
    expect(Math.abs(Math.log2(errors[0] / errors[1]) - 2)).toBeLessThan(0.2);
  });
});

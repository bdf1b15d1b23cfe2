import { describe, expect, it } from 'vitest';
import { createTypescriptKernels } from '../../../crossbar/index.js';
import { createAdam } from '../../../src/learning/optimizers/adam.js';
import { createIdealConductances } from '../../../src/network/resistive/conductances.js';
import { createIdealNetwork, createParameters, uniforms } from '../../network/reference.js';
import { denseUpdate } from '../batch.js';

const layers = [5, 11, 3];
const rates = [0.01, 0.3];

/** What a rule might want at step t: of very different sizes, some of it nothing. */
function updateAt(t: number) {
  const sparse = (length: number, name: string) =>
    uniforms(length, name, [-1, 1]).map((x) => (x > 0.6 ? 0 : x * 10 ** (t % 3)));
  return {
    products: rates.map((_, l) => ({
      post: sparse(2 * layers[l + 1], `post${l}${t}`),
      pre: sparse(2 * layers[l], `pre${l}${t}`),
      rows: 2,
      scale: 0.5,
    })),
    biases: rates.map((_, l) => sparse(layers[l + 1], `change${l}${t}`)),
    sweeps: 0,
    status: 'ok' as const,
  };
}

/** Oracle: algorithm 1 of the paper, term by term, in double precision. */
function oracle(values: Float64Array, wanted: readonly Float64Array[], rate: number): Float64Array {
  return values.map((value, i) => {
    let [w, m, v] = [value, 0, 0];
    wanted.forEach((changes, index) => {
      const t = index + 1;
      const gradient = -changes[i];
      m = 0.9 * m + 0.1 * gradient;
      v = 0.999 * v + 0.001 * gradient ** 2;
      w -= (rate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-8);
    });
    return w;
  });
}

describe('Adam', () => {
  it('moves weights and biases as the algorithm says, layer by layer at its own rate', () => {
    const parameters = createParameters(layers);
    const network = createIdealNetwork(parameters);
    const optimizer = createAdam(network);
    const wanted = Array.from({ length: 7 }, (_, t) => updateAt(t));
    for (const update of wanted) optimizer.apply(update, rates);
    const dense = wanted.map((update) => denseUpdate(network, update));
    rates.forEach((rate, l) => {
      const weights = network.couplings[l].weightsInto(new Float32Array(layers[l] * layers[l + 1]));
      const expected = oracle(
        parameters.weights[l],
        dense.map(({ weights: w }) => w[l]),
        rate,
      );
      weights.forEach((w, i) => {
        expect(Math.abs(w - expected[i])).toBeLessThan(1e-5 * rate + 1e-6);
      });
      const biases = oracle(
        parameters.biases[l],
        dense.map(({ biases: b }) => b[l]),
        rate,
      );
      network.biases[l].forEach((b, i) => {
        expect(Math.abs(b - biases[i])).toBeLessThan(1e-5 * rate + 1e-6);
      });
    });
  });

  it('moves conductances as it moves weights: the first step is the rate, in the direction wanted', () => {
    const kernels = createTypescriptKernels();
    const [pre, post, rate] = [5, 3, 0.01];
    const values = uniforms(post * pre, 'conductances', [0.5, 1]);
    const couplings = [createIdealConductances(values, { pre, post, kernels, maxRows: 1 })];
    const biases = [new Float32Array(post)];
    const signs = Float32Array.from({ length: pre }, (_, j) => (j % 2 === 0 ? 1 : -1));
    const product = { post: new Float32Array(post).fill(0.3), pre: signs, rows: 1, scale: 1 };
    const update = {
      products: [product],
      biases: [new Float32Array(post)],
      sweeps: 0,
      status: 'ok' as const,
    };
    createAdam({ layers: [pre, post], couplings, biases, kernels }).apply(update, [rate]);
    const after = couplings[0].weightsInto(new Float32Array(post * pre));
    // m / sqrt(v) = sign(g) after one step.
    after.forEach((g, i) => {
      expect(g - values[i]).toBeCloseTo(rate * signs[i % pre], 6);
    });
    const sums = couplings[0].sums();
    for (let i = 0; i < post; i++) {
      const row = after.subarray(i * pre, (i + 1) * pre);
      expect(sums[i]).toBeCloseTo(
        row.reduce((sum, g) => sum + g, 0),
        5,
      );
    }
  });

  it('leaves alone what nothing is wanted of, and refuses couplings that are not of floats', () => {
    const network = createIdealNetwork(createParameters([3, 2]));
    const before = network.couplings[0].weightsInto(new Float32Array(6));
    const nothing = { post: new Float32Array(2), pre: new Float32Array(3), rows: 1, scale: 1 };
    createAdam(network).apply(
      { products: [nothing], biases: [new Float32Array(2)], sweeps: 0, status: 'ok' },
      [1],
    );
    expect(network.couplings[0].weightsInto(new Float32Array(6))).toEqual(before);
    const { floats: _, ...device } = network.couplings[0];
    expect(() => createAdam({ ...network, couplings: [device] })).toThrow(
      'learning.optimizer: adam needs hardware: ideal (got a chip)',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTypescriptKernels } from '../../../crossbar/index.js';
import { createRandom } from '../../../devices/index.js';
import { createDropout } from '../../../src/learning/dropout.js';
import { applySgd } from '../../../src/learning/optimizers/sgd.js';
import { createIdealNetwork, createParameters, uniforms } from '../../network/reference.js';
import { denseUpdate } from '../batch.js';

describe('applySgd', () => {
  it('adds each layer rate x what the rule wants to weights and biases', () => {
    const parameters = createParameters([4, 3, 2]);
    const network = createIdealNetwork(parameters);
    const { layers, couplings, biases } = network;
    const rates = [0.1, 0.7];
    const update = {
      products: rates.map((_, l) => ({
        post: uniforms(2 * layers[l + 1], `post${l}`),
        pre: uniforms(2 * layers[l], `pre${l}`),
        rows: 2,
        scale: 0.5,
      })),
      biases: rates.map((_, l) => uniforms(layers[l + 1], `change${l}`)),
      sweeps: 0,
      status: 'ok' as const,
    };
    applySgd(network, update, rates);
    const wanted = denseUpdate(network, update);
    rates.forEach((rate, l) => {
      const weights = couplings[l].weightsInto(new Float32Array(layers[l] * layers[l + 1]));
      weights.forEach((w, i) => {
        expect(w).toBeCloseTo(parameters.weights[l][i] + rate * wanted.weights[l][i], 6);
      });
      biases[l].forEach((b, i) => {
        expect(b).toBeCloseTo(parameters.biases[l][i] + rate * wanted.biases[l][i], 6);
      });
    });
  });
});

describe('dropout', () => {
  const layers = [200, 100, 50];
  const create = (inverted: boolean, probabilities: number[], seed = 1) =>
    createDropout(layers, {
      probabilities,
      inverted,
      random: createRandom(seed),
      kernels: createTypescriptKernels(),
      maxBatch: 64,
    });

  it('drops the wanted share, scaled inside only where inverted', () => {
    for (const inverted of [false, true]) {
      const masks = create(inverted, [0.3, 0.25, 0.2])(64, 0);
      [0.3, 0.25, 0.2].forEach((p, l) => {
        const mask = masks[l]!;
        const kept = mask.filter((m) => m !== 0);
        // 5 standard deviations of a share.
        const tolerance = 5 * Math.sqrt((p * (1 - p)) / mask.length);
        expect(Math.abs(1 - kept.length / mask.length - p)).toBeLessThan(tolerance);
        const scale = inverted && l < 2 ? 1 / (1 - p) : 1;
        expect(kept.every((m) => m === Math.fround(scale))).toBe(true);
      });
    }
  });

  it('gives the same masks for the same seed and step, others else, none at 0', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (seed, step) => {
        const masks = (at: number, of = seed) =>
          create(false, [0.5, 0, 0.5], of)(3, at).map((mask) => mask?.slice());
        expect(masks(step)).toEqual(masks(step));
        expect(masks(step)).not.toEqual(masks(step + 1));
        expect(masks(step)).not.toEqual(masks(step, seed + 1));
        expect(create(false, [0.5, 0, 0.5])(3, step)[1]).toBeNull();
      }),
      { numRuns: 4 },
    );
  });

  it('throws on a probability that leaves nothing', () => {
    expect(() => create(false, [0, 1, 0])).toThrow(
      'dropout[1] must be a finite number in [0, 0.999] (got 1)',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTypescriptKernels } from '../../crossbar/index.js';
import { constantStep, createRandom, withReadNoise } from '../../devices/index.js';
import type { Coupling } from '../../src/network/coupling.js';
import { createCrossbarCoupling } from '../../src/network/crossbar-coupling.js';
import { createIdealCoupling } from '../../src/network/ideal-coupling.js';
import { createNetwork } from '../../src/network/network.js';
import { relativeError, uniforms } from './reference.js';

const kernels = createTypescriptKernels();
const device = constantStep({ gMinS: 0, gMaxS: 1e-4, states: 1_000_000 });

function onCrossbar(weights: Float32Array, [post, pre]: readonly [number, number], noise = 0) {
  return createCrossbarCoupling(weights, {
    rows: post,
    cols: pre,
    device: withReadNoise(device, noise),
    tile: { wordLines: 128, bitLines: 128 },
    weightMax: 2,
    dac: { bits: 24, voltageV: 0.2 },
    adc: { bits: 24, range: 64 },
    write: { scheme: 'stochastic-rounding', pulses: 65535 },
    random: createRandom(1),
    kernels,
    maxBatch: 4,
  });
}

const couplings: readonly [string, (weights: Float32Array, shape: readonly [number, number]) => Coupling][] =
  [
    ['ideal', (weights, [post, pre]) => createIdealCoupling(weights, { pre, post, kernels, maxRows: 4 })],
    ['crossbar', onCrossbar],
  ];

// The law of a coupling, to 1e-4 of the result: single precision, or an array without imperfections.
describe.each(couplings)('%s coupling', (_, create) => {
  const size = fc.integer({ min: 1, max: 12 });

  it('multiplies by W and W^T, before and after an update by an outer product', () => {
    fc.assert(
      fc.property(size, size, fc.integer({ min: 1, max: 4 }), (post, pre, batch) => {
        const w = Float64Array.from(uniforms(post * pre, 'w', [0.1, 0.9]));
        const coupling = create(Float32Array.from(w), [post, pre]);
        const [x, y] = [uniforms(batch * pre, 'x'), uniforms(batch * post, 'y')];
        const expectProducts = () => {
          const [forward, backward] = [new Float32Array(batch * post), new Float32Array(batch * pre)];
          coupling.forwardInto(forward, x, batch);
          coupling.backwardInto(backward, y, batch);
          const [wx, wy] = [new Float64Array(batch * post), new Float64Array(batch * pre)];
          for (let b = 0; b < batch; b++) {
            for (let i = 0; i < post; i++) {
              for (let j = 0; j < pre; j++) {
                wx[b * post + i] += w[i * pre + j] * x[b * pre + j];
                wy[b * pre + j] += w[i * pre + j] * y[b * post + i];
              }
            }
          }
          expect(relativeError(forward, wx)).toBeLessThan(1e-4);
          expect(relativeError(backward, wy)).toBeLessThan(1e-4);
          expect(relativeError(coupling.weightsInto(new Float32Array(post * pre)), w)).toBeLessThan(1e-4);
        };
        expectProducts();
        coupling.update({ post: y, pre: x, rows: batch, scale: 0.1 });
        for (let b = 0; b < batch; b++) {
          for (let i = 0; i < post * pre; i++) {
            w[i] += 0.1 * y[b * post + Math.floor(i / pre)] * x[b * pre + (i % pre)];
          }
        }
        expectProducts();
      }),
      { numRuns: 40 },
    );
  });
});

it('a crossbar coupling says that its reads repeat only without read noise', () => {
  expect(onCrossbar(new Float32Array(4), [2, 2]).repeatable).toBe(true);
  expect(onCrossbar(new Float32Array(4), [2, 2], 0.01).repeatable).toBe(false);
});

describe('createNetwork', () => {
  const build = (seed: number) => {
    const matrices: Float32Array[] = [];
    const network = createNetwork({
      layers: [300, 200, 50],
      random: createRandom(seed),
      kernels,
      createCoupling(weights, { pre, post }) {
        matrices.push(weights);
        return createIdealCoupling(weights, { pre, post, kernels, maxRows: 1 });
      },
    });
    return { network, matrices };
  };

  it('draws weights uniform in the Glorot bounds, halved, a stream a layer; biases 0', () => {
    const { network, matrices } = build(1);
    const shapes = [
      [300, 200],
      [200, 50],
    ];
    matrices.forEach((weights, l) => {
      const bound = 0.5 * Math.sqrt(6 / (shapes[l][0] + shapes[l][1]));
      const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
      expect(largest).toBeLessThanOrEqual(Math.fround(bound));
      // Uniform numbers have variance bound^2 / 3, their squares 4/45 bound^4; 5 standard errors.
      const variance = weights.reduce((sum, w) => sum + w * w, 0) / weights.length;
      const error = 5 * bound ** 2 * Math.sqrt(4 / 45 / weights.length);
      expect(Math.abs(variance - bound ** 2 / 3)).toBeLessThan(error);
    });
    expect(network.biases.every((bias) => bias.every((b) => b === 0))).toBe(true);
    expect(build(1).matrices).toEqual(matrices);
    expect(build(2).matrices[1]).not.toEqual(matrices[1]);
  });

  it('throws on a single layer', () => {
    const createCoupling = () => expect.fail('no coupling to create');
    expect(() => createNetwork({ layers: [3], random: createRandom(1), kernels, createCoupling })).toThrow(
      'network.layers needs two layers or more (got 1)',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { createTypescriptKernels } from '../../../crossbar/index.js';
import { createRandom, withReadNoise } from '../../../devices/index.js';
import { createCrossbarCoupling } from '../../../src/network/couplings/crossbar-coupling.js';
import { createIdealCoupling } from '../../../src/network/couplings/ideal-coupling.js';
import { createNetwork } from '../../../src/network/network.js';
import { idealDevice } from '../../crossbar/fixture.js';
import { arrayOf } from './coupling-builders.js';

const kernels = createTypescriptKernels();

it('a crossbar coupling says that its reads repeat only without noise of devices and converters', () => {
  const shape = { post: 2, pre: 2 };
  const isRepeatable = (changed: Partial<ReturnType<typeof arrayOf>>) =>
    createCrossbarCoupling(new Float32Array(4), { ...arrayOf(createRandom(1), shape), ...changed })
      .repeatable;
  expect(isRepeatable({})).toBe(true);
  expect(isRepeatable({ device: withReadNoise(idealDevice, 0.01) })).toBe(false);
  expect(isRepeatable({ adc: { bits: 24, range: 64, noise: 0.01 } })).toBe(false);
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

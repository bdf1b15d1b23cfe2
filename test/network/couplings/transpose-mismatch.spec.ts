import { describe, expect, it } from 'vitest';
import { createRandom, withReadNoise } from '../../../devices/index.js';
import { createCrossbarCoupling } from '../../../src/network/couplings/crossbar-coupling.js';
import { transposeMismatch } from '../../../src/network/couplings/transpose-mismatch.js';
import { idealDevice, kernels, uniforms } from '../../crossbar/fixture.js';

function mismatch(bits: number, { device = idealDevice, gainError = 0 } = {}) {
  const coupling = createCrossbarCoupling(new Float32Array(uniforms(400, 'weights', [-0.2, 0.4])), {
    rows: 20,
    cols: 20,
    device,
    kernels,
    maxBatch: 16,
    weightMax: 1,
    random: createRandom(4),
    tile: { wordLines: 128, bitLines: 128 },
    dac: { bits, voltageV: 0.2 },
    adc: { bits, range: 4, gainError },
    write: { scheme: 'deterministic', pulses: 65535 },
  });
  return transposeMismatch(coupling, { kernels, random: createRandom(5) });
}

describe('the mismatch of a transpose read', () => {
  it('is nothing on a perfect array, and grows as converters get coarse, noisy or unequal', () => {
    expect(mismatch(24)).toBeLessThan(1e-5);
    expect(mismatch(8)).toBeGreaterThan(1e-4);
    expect(mismatch(4)).toBeGreaterThan(2 * mismatch(8));
    expect(mismatch(24, { device: withReadNoise(idealDevice, 0.1) })).toBeGreaterThan(1e-3);
    // Gains of 20 lines each way, of deviation 0.1: 0.1 x sqrt(2 / 20) = 0.03 of the sum.
    expect(mismatch(24, { gainError: 0.1 })).toBeGreaterThan(0.005);
    expect(mismatch(24, { gainError: 0.1 })).toBeLessThan(0.15);
  });
});

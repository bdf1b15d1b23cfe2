import { describe, expect, it } from 'vitest';
import { constantStep, createRandom, withStuckCells } from '../../../devices/index.js';
import { createTwinCoupling } from '../../../src/network/couplings/twin-coupling.js';
import { distance, idealDevice, kernels, uniforms } from '../../crossbar/fixture.js';

const weights = uniforms(35, 'weights', [-0.5, 0.5]);
const x = uniforms(7, 'x');

function createTwins(device = idealDevice) {
  return createTwinCoupling(new Float32Array(weights), {
    rows: 5,
    cols: 7,
    device,
    kernels,
    maxBatch: 4,
    weightMax: 1,
    random: createRandom(4),
    tile: { wordLines: 128, bitLines: 128 },
    dac: { bits: 24, voltageV: 0.2 },
    adc: { bits: 24, range: 64 },
    write: { scheme: 'deterministic', pulses: 65535 },
  });
}

function reads(twins: ReturnType<typeof createTwins>, vector = x) {
  return (['free', 'nudged'] as const).map((phase) => {
    twins.beginPhase?.(phase);
    const out = kernels.float32(5);
    twins.forwardInto(out, vector, 1);
    return out;
  });
}

describe('twin arrays', () => {
  it('of perfect devices read alike before and after an update', () => {
    const twins = createTwins();
    const before = reads(twins);
    expect(distance(before[0], before[1])).toBeLessThan(1e-5);
    twins.update({ post: uniforms(5, 'post'), pre: x, rows: 1, scale: 0.1 });
    const after = reads(twins);
    expect(distance(after[0], after[1])).toBeLessThan(1e-5);
    expect(distance(after[0], before[0])).toBeGreaterThan(0.01);
  });

  it('of faulty devices differ, each with faults of its own', () => {
    const twins = createTwins(
      withStuckCells(constantStep({ gMinS: 0, gMaxS: 1e-4, states: 1000 }), { low: 0.2 }),
    );
    const [free, nudged] = reads(twins);
    expect(distance(free, nudged)).toBeGreaterThan(0.05);
    expect(twins.repeatable).toBe(false);
    const [one, other] = twins.crossbars;
    expect([one.counters.forwardReads, other.counters.forwardReads]).toEqual([1, 1]);
  });

  it('read backward on the array of the phase', () => {
    const twins = createTwins();
    for (const phase of ['nudged', 'nudged', 'free'] as const) {
      twins.beginPhase?.(phase);
      twins.backwardInto(kernels.float32(7), uniforms(5, 'y'), 1);
    }
    expect(twins.crossbars.map(({ counters }) => counters.backwardReads)).toEqual([1, 2]);
  });
});

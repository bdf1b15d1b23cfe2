import { describe, expect, it } from 'vitest';
import { constantStep, createRandom, withStuckCells } from '../../../devices/index.js';
import { createCrossbarCoupling } from '../../../src/network/couplings/crossbar-coupling.js';
import { transposed, withFeedbackArray } from '../../../src/network/couplings/feedback-array.js';
import { transposeMismatch } from '../../../src/network/couplings/transpose-mismatch.js';
import { distance, idealDevice, kernels, uniforms } from '../../crossbar/fixture.js';

const [post, pre] = [5, 7];
const weights = new Float32Array(uniforms(post * pre, 'weights', [-0.5, 0.5]));

function createCoupling(device = idealDevice) {
  const array = (values: Float32Array, rows: number, cols: number) =>
    createCrossbarCoupling(values, {
      rows,
      cols,
      device,
      kernels,
      maxBatch: 16,
      weightMax: 1,
      random: createRandom(4).stream(`${rows}`),
      tile: { wordLines: 128, bitLines: 128 },
      dac: { bits: 24, voltageV: 0.2 },
      adc: { bits: 24, range: 64 },
      write: { scheme: 'deterministic', pulses: 65535 },
    });
  const [forward, feedback] = [array(weights, post, pre), array(transposed(weights, post, pre), pre, post)];
  return { forward, feedback, coupling: withFeedbackArray(forward, feedback) };
}

const mismatch = (coupling: Parameters<typeof transposeMismatch>[0]) =>
  transposeMismatch(coupling, { kernels, random: createRandom(2) });

describe('a feedback array', () => {
  it('of perfect devices is the transpose, before and after an update', () => {
    const { forward, feedback, coupling } = createCoupling();
    expect(mismatch(coupling)).toBeLessThan(1e-4);
    coupling.update({ post: uniforms(post, 'post'), pre: uniforms(pre, 'pre'), rows: 1, scale: 0.1 });
    expect(mismatch(coupling)).toBeLessThan(1e-4);
    const [there, back] = [forward, feedback].map((one) => one.weightsInto(new Float32Array(weights.length)));
    expect(distance(transposed(there, post, pre), back)).toBeLessThan(1e-5);
    expect(distance(there, weights)).toBeGreaterThan(0.01);
  });

  it('of faulty devices is not, where one array read both ways still is', () => {
    const { forward, coupling } = createCoupling(
      withStuckCells(constantStep({ gMinS: 0, gMaxS: 1e-4, states: 1000 }), { low: 0.2 }),
    );
    expect(mismatch(forward)).toBeLessThan(1e-4);
    expect(mismatch(coupling)).toBeGreaterThan(0.02);
  });

  it('is read in place of the other', () => {
    const { forward, feedback, coupling } = createCoupling();
    coupling.forwardInto(kernels.float32(post), uniforms(pre, 'x'), 1);
    coupling.backwardInto(kernels.float32(pre), uniforms(post, 'y'), 1);
    const reads = [forward, feedback].map(({ crossbar: { counters } }) => [
      counters.forwardReads,
      counters.backwardReads,
    ]);
    expect(reads).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import type { CrossbarOptions } from '../../../crossbar/index.js';
import {
  constantStep,
  type DeviceModel,
  inferenceNoiseNamed,
  oneSided,
  oneSidedPair,
  programmingErrorOf,
  withDrift,
  withLevels,
  withOpenCells,
  withProgrammingError,
  withReadNoise,
  withStuckCells,
  withWriteNoise,
} from '../../../devices/index.js';
import { createArray, kernels, weightsOf } from '../fixture.js';

const error = programmingErrorOf(inferenceNoiseNamed('pcm-2019'));
const gMaxS = 25e-6;
const fine = constantStep({ gMinS: 0, gMaxS, states: 20_000 });
const published = (model: DeviceModel) => withProgrammingError(model, error);

const [rows, cols] = [40, 40];
const count = rows * cols;
const programmed = (weight: number, options: Partial<CrossbarOptions> = {}) => {
  const array = createArray({ rows, cols, device: published(fine), ...options });
  array.program(new Float32Array(count).fill(weight));
  return array;
};
const moments = (values: Float32Array) => {
  const mean = values.reduce((sum, x) => sum + x / values.length, 0);
  return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2 / values.length, 0)) };
};
/** Standard errors of a mean and of a deviation of normals, five times. */
const five = 5 / Math.sqrt(count);
const check = (values: Float32Array, expected: { mean: number; deviation: number }) => {
  const { mean, deviation } = moments(values);
  // Half a step off a device, 1 / 40,000 of the range.
  expect(Math.abs(mean - expected.mean)).toBeLessThan(five * expected.deviation + 1e-4);
  expect(Math.abs(deviation / expected.deviation - 1)).toBeLessThan(five / Math.SQRT2 + 1e-3);
};

/**
 * An error at 0 S, cut off below it: max(sigma xi, 0) has the mean sigma / sqrt(2 pi), the variance
 * sigma^2 (1/2 - 1/(2 pi)).
 */
const cutOff = {
  mean: error.sigmaS(0) / Math.sqrt(2 * Math.PI),
  deviation: error.sigmaS(0) * Math.sqrt(1 / 2 - 1 / (2 * Math.PI)),
};

/**
 * What a weight of 3/7 should spread by: of a pair about mid-range at 5/7 and 2/7 of the range, of
 * one at 3/7 and 0, of a cell beside a reference at 5/7.
 */
const weight = 3 / 7;
const ofPair = Math.hypot(error.sigmaS((5 / 7) * gMaxS), error.sigmaS((2 / 7) * gMaxS)) / gMaxS;
const ofOne = Math.hypot(error.sigmaS((3 / 7) * gMaxS), cutOff.deviation) / gMaxS;
const ofCell = error.sigmaS((5 / 7) * gMaxS) / (gMaxS / 2);
const mappings = [
  ['differential', ofPair, 0],
  ['one-sided', ofOne, cutOff.mean / gMaxS],
  ['offset-column', ofCell, 0],
  ['half-reference', ofCell, 0],
] as const;
const verifies = [{}, { rounds: 1 }, { rounds: 2 }, { rounds: 20 }, { tolerance: 0 }, { tolerance: 0.002 }];

describe('a published programming error', () => {
  it.each(mappings)('is what write and verify leaves, however it steers: %s', (mapping, deviation, shift) => {
    const write = { scheme: 'stochastic-rounding', pulses: 65535 } as const;
    const all = verifies.map((verify) => {
      const array = programmed(weight, { mapping, write: { ...write, verify } });
      const off = (verify as { tolerance?: number }).tolerance ?? 0;
      // All devices end at the same place, within the tolerance.
      const { mean } = moments(weightsOf(array));
      expect(Math.abs(mean - (weight - shift))).toBeLessThan(five * deviation + 2 * off + 1e-4);
      check(weightsOf(array), { mean, deviation });
      return weightsOf(array);
    });
    // It is the same error too, to the slope of sigma over a tolerance.
    for (const one of all) {
      const difference = moments(one.map((w, i) => w - all[0]![i]!)).deviation;
      expect(difference).toBeLessThan(0.01 * deviation);
    }
  });

  it('adds up over the slices of bits', () => {
    // Of 15 steps in two digits of base 4: 7 is 3 + 4 x 1, so digits of 3/3 and 1/3 of gMax, beside
    // a device at 0 S each, whose error is cut off: see below.
    const array = programmed(7 / 15, { mapping: 'bit-slices' });
    const digit = (share: number) => Math.hypot(error.sigmaS(share * gMaxS), cutOff.deviation) / gMaxS;
    const mean = 7 / 15 - cutOff.mean / gMaxS;
    check(weightsOf(array), { mean, deviation: Math.hypot((3 / 15) * digit(1), (12 / 15) * digit(1 / 3)) });
  });

  it('is cut off at 0 S', () => {
    const mean = 1 - cutOff.mean / gMaxS;
    const deviation = Math.hypot(error.sigmaS(gMaxS), cutOff.deviation) / gMaxS;
    check(weightsOf(programmed(1)), { mean, deviation });
  });

  it('is left on devices that began at their target and got no pulse', () => {
    const array = programmed(0);
    expect(array.writes.programming.pulses).toBe(0);
    check(weightsOf(array), { mean: 0, deviation: (Math.SQRT2 * error.sigmaS(gMaxS / 2)) / gMaxS });
  });

  it.each([
    ['levels', published(withLevels(fine, 8))],
    ['levels and read noise', withReadNoise(published(withLevels(fine, 8)), 0.01)],
    ['drift', withDrift(published(fine), { referenceSec: 20, exponent: 0.05 })],
    ['open cells of no probability', withOpenCells(published(fine), 0)],
  ])('is the same through %s', (_, device) => {
    // 5/7 and 2/7 of the range are levels.
    check(weightsOf(programmed(weight, { device })), { mean: weight, deviation: ofPair });
  });

  it('comes on top of a write noise, which verify chases', () => {
    const noise = 2e-8;
    const device = published(withWriteNoise(fine, noise));
    const { deviation } = moments(weightsOf(programmed(weight, { device })));
    const most = Math.hypot(ofPair, (Math.SQRT2 * noise) / gMaxS);
    expect(deviation).toBeGreaterThan(ofPair * (1 - five / Math.SQRT2));
    expect(deviation).toBeLessThan(most * (1 + five / Math.SQRT2));
  });

  it("is both devices' of a pair that moves both ways", () => {
    const pair = oneSidedPair(published(oneSided(fine, fine.stepS)));
    const array = createArray({ rows, cols, device: pair, mapping: 'half-reference' });
    array.program(new Float32Array(count).fill(weight));
    // 5/7 of the range: one at 3/7, the other at 0 S, half of their difference.
    check(weightsOf(array), { mean: weight - cutOff.mean / gMaxS, deviation: ofOne });
  });

  it('spares cells that are stuck', () => {
    const array = programmed(weight, { device: published(withStuckCells(fine, { high: 1 })) });
    expect(new Set(weightsOf(array))).toEqual(new Set([0]));
  });

  it('is drawn anew by another programming, and by a pulse in place', () => {
    const array = programmed(weight);
    const first = weightsOf(array);
    array.program(new Float32Array(count).fill(weight));
    const second = weightsOf(array);
    const correlation = (a: Float32Array, b: Float32Array) =>
      a.reduce((sum, x, i) => sum + (x - weight) * (b[i]! - weight), 0) / count / ofPair ** 2;
    expect(Math.abs(correlation(first, second))).toBeLessThan(five);
    const [post, pre] = [kernels.float32(rows).fill(1), kernels.float32(cols).fill(1)];
    array.update({ post, pre, rows: 1, scale: 0.001 });
    expect(Math.abs(correlation(weightsOf(array), second))).toBeLessThan(five);
    check(weightsOf(array), { mean: weight + 0.001, deviation: ofPair });
  });
});

import { describe, expect, it } from 'vitest';
import {
  createRandom,
  driftGain,
  driftGainsInto,
  withDrift,
  withGrowingReadNoise,
  withLevels,
  withRetention,
  withTelegraphNoise,
} from '../../../devices/index.js';
import { devicesOf, moments } from '../models/curve.js';
import { plain, readAt, standardErrors } from './wrapped.js';

const n = 40_000;

describe('drift', () => {
  const model = withDrift(plain, { referenceSec: 20, exponent: 0.06, exponentDeviation: 0.01 });
  const state = devicesOf(model, n);

  it('follows the power law with an exponent for each device', () => {
    const seen = readAt(model, state, { timeSec: 1e6 });
    const exponents = seen.map((g) => -Math.log(g / 20e-6) / Math.log((1e6 + 20) / 20));
    expect(standardErrors(moments(exponents).mean, 0.06, { sigma: 0.01, n })).toBeLessThan(5);
    expect(moments(exponents).deviation).toBeCloseTo(0.01, 3);
    expect(readAt(model, state, { timeSec: 0 })[5]).toBeCloseTo(20e-6, 10);
  });

  it('starts again at a pulse, for that device alone', () => {
    const pulsed = devicesOf(model, 32);
    const draw = { random: createRandom(1), step: 0 };
    const counts = Int32Array.from({ length: 32 }, (_, i) => (i === 3 ? 1 : 0));
    model.pulse(pulsed, counts, { count: 32, firstIndex: 0, draw, timeSec: 1000 });
    const seen = readAt(model, pulsed, { timeSec: 1000 });
    expect(seen[3]).toBeCloseTo(20.2e-6, 10);
    expect(seen[4]).toBeLessThan(18e-6);
  });

  it('may depend on the conductance, and is rounded by levels around it', () => {
    const sloped = withDrift(plain, { referenceSec: 1, exponent: (share) => 0.1 * (1 - share) });
    const [low, high] = [10e-6, 30e-6].map(
      (g) => readAt(sloped, devicesOf(sloped, 1, g), { timeSec: 99 })[0]!,
    );
    expect(high).toBeCloseTo(30e-6, 10);
    expect(low).toBeCloseTo(10e-6 * 100 ** (-0.1 * (2 / 3)), 10);
    const coarse = withLevels(sloped, 3);
    expect(readAt(coarse, devicesOf(coarse, 1, 10e-6), { timeSec: 99 })[0]).toBeCloseTo(10e-6, 10);
  });

  it('is undone in the mean by its gain, whole or by column', () => {
    const [before, after] = [0, 1e5].map((timeSec) => readAt(model, state, { timeSec }));
    const outputs = (g: Float32Array) => g.map((x) => x * 1e6);
    expect(driftGain(outputs(before!), outputs(after!))).toBeCloseTo((100020 / 20) ** 0.06, 1);
    const gains = driftGainsInto(
      new Float32Array(2),
      Float32Array.of(4, -6, 4, 6),
      Float32Array.of(2, 6, -2, 6),
    );
    expect([...gains]).toEqual([2, 1]);
    expect(() => driftGain(new Float32Array(2), new Float32Array(3))).toThrow(
      /expected as many now \(got 3\)/,
    );
  });
});

it('retention decays to its rest, from the last pulse on', () => {
  const model = withRetention(plain, { lifetimeSec: 100, towardS: 10e-6 });
  const state = devicesOf(model, 16);
  const seen = [0, 100, 1e4].map((timeSec) => readAt(model, state, { timeSec })[0]);
  expect(seen[0]).toBeCloseTo(20e-6, 10);
  expect(seen[1]).toBeCloseTo(10e-6 + 10e-6 / Math.E, 10);
  expect(seen[2]).toBeCloseTo(10e-6, 10);
});

describe('1/f read noise', () => {
  const model = withGrowingReadNoise(plain, { strength: 0.02, readSec: 250e-9 });
  const state = devicesOf(model, n);

  it.each([1, 3600, 3e7])('has grown to its size after %d s', (timeSec) => {
    const seen = moments(readAt(model, state, { timeSec }));
    const sigma = 20e-6 * 0.02 * Math.sqrt(Math.log((timeSec + 250e-9) / 500e-9));
    expect(Math.abs(seen.deviation / sigma - 1)).toBeLessThan(5 / Math.sqrt(2 * n));
    expect(standardErrors(seen.mean, 20e-6, { sigma, n })).toBeLessThan(5);
  });

  it('is drawn anew at every read, by its step', () => {
    const read = (step: number) => readAt(model, state, { timeSec: 1, step });
    expect(read(1)).toEqual(read(1));
    expect(read(1)).not.toEqual(read(2));
  });
});

describe('random telegraph noise', () => {
  const n = 8000;
  const [captureSec, emissionSec] = [3, 1];
  const model = withTelegraphNoise(plain, { amplitude: 0.1, captureSec, emissionSec });
  const state = devicesOf(model, n);
  const rate = 1 / captureSec + 1 / emissionSec;
  const filled = (timeSec: number, step = 0) =>
    readAt(model, state, { timeSec, step }).map((g) => (g < 19e-6 ? 1 : 0));

  it('has two levels, filled for its share of the time', () => {
    const seen = readAt(model, state, { timeSec: 40 });
    expect(new Set(seen)).toEqual(new Set([Math.fround(20e-6), Math.fround(Math.fround(20e-6) * 0.9)]));
    for (const timeSec of [0, 0.4, 40, 1e9]) {
      // 1e9 intervals: the deep past and future are as stationary as the start.
      expect(
        standardErrors(moments(filled(timeSec)).mean, 0.25, { sigma: Math.sqrt(0.25 * 0.75), n }),
      ).toBeLessThan(5);
    }
  });

  it.each([0.1, 0.5, 1, 3])('forgets over %f s as exp(-rate t)', (lagSec) => {
    const [a, b] = [filled(17.3), filled(17.3 + lagSec, 1)];
    const covariance = moments(a.map((x, i) => (x - 0.25) * (b[i]! - 0.25))).mean / (0.25 * 0.75);
    // The product of two standardised numbers, each at most sqrt(3), has a deviation of at most 3.
    expect(Math.abs(covariance - Math.exp(-rate * lagSec))).toBeLessThan((5 * 3) / Math.sqrt(n));
  });

  it.each([1e7, 1e12])('of a nanosecond is still telegraph noise after %d s', (timeSec) => {
    const [captureSec, emissionSec] = [1e-9, 1e-9];
    const fast = withTelegraphNoise(plain, { amplitude: 0.1, captureSec, emissionSec });
    const seen = readAt(fast, state, { timeSec });
    const share = moments(seen.map((g) => (g < 19e-6 ? 1 : 0))).mean;
    expect(standardErrors(share, 0.5, { sigma: 0.5, n })).toBeLessThan(5);
    expect(readAt(fast, state, { timeSec: 1.1 * timeSec })).not.toEqual(seen);
  });

  it('is one history: reads in any order agree', () => {
    expect(filled(5, 1)).toEqual(filled(5, 2));
    filled(100);
    expect(filled(5, 3)).toEqual(filled(5, 1));
  });
});

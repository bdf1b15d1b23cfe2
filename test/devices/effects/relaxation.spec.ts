import { describe, expect, it } from 'vitest';
import {
  createRandom,
  linearStep,
  withInferenceNoise,
  withRelaxation,
  withStuckCells,
} from '../../../devices/index.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { createChipDevice } from '../../../src/configuration/device/chip-device.js';
import { devicesOf, moments } from '../models/curve.js';
import { plain, readAt, standardErrors } from './wrapped.js';

const n = 40_000;
const law = { shiftS: -0.089e-6, spreadS: 0.412e-6, spreadGrowthS: 0.042e-6 };

/** Five standard errors of a deviation: 5 sigma / sqrt(2 n). */
const spreadTolerance = 5 / Math.sqrt(2 * n);

describe('relaxation', () => {
  const model = withRelaxation(plain, law);
  const state = devicesOf(model, n);

  it.each([1, 3600, 86_400, 3.15e8])(
    'has moved and spread by the logarithm of time after %d s',
    (timeSec) => {
      const seen = moments(readAt(model, state, { timeSec }));
      const sigma = 0.412e-6 + 0.042e-6 * Math.log(timeSec);
      expect(standardErrors(seen.mean, 20e-6 - 0.089e-6 * Math.log(timeSec), { sigma, n })).toBeLessThan(5);
      expect(Math.abs(seen.deviation / sigma - 1)).toBeLessThan(spreadTolerance);
    },
  );

  it('is the same at any conductance, and at every read', () => {
    const higher = devicesOf(model, n, 25e-6);
    const [low, high] = [state, higher].map((of) => readAt(model, of, { timeSec: 100 }));
    low!.forEach((g, i) => void (i % 997 === 0 && expect(high![i]! - g).toBeCloseTo(5e-6, 11)));
    expect(readAt(model, state, { timeSec: 100, step: 2 })).toEqual(low);
  });

  it('begins at its reference time, and again at a pulse, for that device alone', () => {
    const pulsed = devicesOf(model, 32);
    expect(new Set(readAt(model, pulsed, { timeSec: 0.5 }))).toEqual(new Set([Math.fround(20e-6)]));
    const draw = { random: createRandom(1), step: 0 };
    const counts = Int32Array.from({ length: 32 }, (_, i) => (i === 3 ? 1 : 0));
    model.pulse(pulsed, counts, { count: 32, firstIndex: 0, draw, timeSec: 1000 });
    const seen = readAt(model, pulsed, { timeSec: 1000 });
    expect(seen[3]).toBeCloseTo(20.2e-6, 11);
    expect(seen[4]).not.toBeCloseTo(20e-6, 9);
  });

  it('leaves stuck cells alone and takes nothing below 0', () => {
    const stuck = withRelaxation(withStuckCells(plain, { low: 1 }), law);
    expect(new Set(readAt(stuck, devicesOf(stuck, 64), { timeSec: 1e6 }))).toEqual(
      new Set([Math.fround(10e-6)]),
    );
    const wide = withRelaxation(plain, { ...law, spreadS: 40e-6 });
    expect(Math.min(...readAt(wide, devicesOf(wide, 1000), { timeSec: 10 }))).toBe(0);
  });

  it('is a field of hardware.effects', async () => {
    const effects = { relaxation: { shiftS: -0.1e-6 } };
    const { hardware } = await resolveConfiguration({ hardware: { effects, device: { cycleNoise: 0 } } });
    const device = createChipDevice(hardware as never);
    const cell = devicesOf(device, 1);
    const [before, after] = [0, Math.E ** 10].map((timeSec) => readAt(device, cell, { timeSec })[0]!);
    expect(before! - after!).toBeCloseTo(1e-6, 11);
  });
});

describe.each([
  ['rram-cmo-hfox-0.2-percent', 0.00081107, 0.00106879],
  ['rram-cmo-hfox-2-percent', 0.0112185391, 0.01129027418],
] as const)('%s over time', (name, constant, slope) => {
  const cells = linearStep({ gMinS: 9e-6, gMaxS: 88e-6, weightMin: -1, weightMax: 1, step: 1e-6 });
  const model = withInferenceNoise(cells, name);

  it.each([
    [15, 1],
    [50, 3600],
    [80, 3.15e8],
  ])('at %d uS after %d s relaxes and is read with noise as published', (microsiemens, timeSec) => {
    const state = devicesOf(model, n, microsiemens * 1e-6);
    model.leaveError!(state, { count: n, firstIndex: 0, draw: { random: createRandom(3), step: 0 } });
    const seen = moments(readAt(model, state, { timeSec }).map((g) => g * 1e6));
    const time = Math.log(timeSec);
    const mean = microsiemens - 0.08900206 * time;
    const variance =
      (constant + slope * microsiemens) ** 2 +
      (0.41183342 + 0.04201137 * time) ** 2 +
      (0.0277316483 * Math.log10(mean)) ** 2 * Math.log((timeSec + 1e-6) / 2e-6);
    const sigma = Math.sqrt(variance);
    expect(standardErrors(seen.mean, mean, { sigma, n })).toBeLessThan(5);
    // log10 G changes little over the spread: the last digits of the variance are within its
    // standard error.
    expect(Math.abs(seen.deviation / sigma - 1)).toBeLessThan(spreadTolerance);
  });
});

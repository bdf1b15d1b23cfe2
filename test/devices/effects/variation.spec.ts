import { describe, expect, it } from 'vitest';
import {
  linearStep,
  withCycleNoise,
  withDeviceVariation,
  withEndurance,
  withLevels,
  withOpenCells,
  withResistanceVariation,
  withStuckCells,
  withWriteNoise,
} from '../../../devices/index.js';
import { conductances, devicesOf, moments, pulseAll, scale } from '../models/curve.js';
import { plain, standardErrors } from './wrapped.js';

const n = 40_000;
const log = (values: Float32Array) => values.map((x) => Math.log(x));

describe('device variation', () => {
  it.each(['normal', 'log-normal'] as const)('%s keeps the mean', (distribution) => {
    const model = withDeviceVariation(plain, { distribution, deviation: 0.25 });
    const seen = conductances(model, devicesOf(model, n));
    // A log-normal of s = 0.25 has the relative deviation sqrt(exp(s^2) - 1) = 0.254.
    expect(standardErrors(moments(seen).mean, 20e-6, { sigma: 20e-6 * 0.254, n })).toBeLessThan(5);
    expect(moments(distribution === 'normal' ? seen : log(seen)).deviation).toBeCloseTo(
      distribution === 'normal' ? 0.25 * 20e-6 : 0.25,
      distribution === 'normal' ? 7 : 2,
    );
  });

  it('normal has a larger mean where it is cut off at 0', () => {
    const model = withDeviceVariation(plain, { distribution: 'normal', deviation: 1 });
    // E max(1 + xi, 0) = Phi(1) + phi(1) = 1.0833, of a deviation below 1.
    const { mean } = moments(conductances(model, devicesOf(model, n)));
    expect(standardErrors(mean, 20e-6 * 1.0833155, { sigma: 20e-6, n })).toBeLessThan(5);
  });

  it('stays with its device while pulses act underneath', () => {
    const model = withDeviceVariation(plain, { distribution: 'normal', deviation: 0.1 });
    const state = devicesOf(model, 64);
    const before = conductances(model, state);
    pulseAll(model, state, 10);
    conductances(model, state).forEach((after, i) => {
      // 10 steps of 0.02 weight on 20 uS a range of 2: from 20 to 22 uS.
      expect(after / before[i]).toBeCloseTo(1.1, 5);
    });
  });

  it('of resistance keeps the mean resistance and grows from on to off', () => {
    const model = withResistanceVariation(plain, { onDeviation: 0.05, offDeviation: 0.5 });
    for (const [g, deviation] of [
      [30e-6, 0.05],
      [10e-6, 0.5],
      [15e-6, 0.275],
    ]) {
      const ohm = conductances(model, devicesOf(model, n, g)).map((x) => 1 / x);
      const sigma = Math.sqrt(Math.expm1(deviation! ** 2)) / g!;
      expect(standardErrors(moments(ohm).mean, 1 / g!, { sigma, n })).toBeLessThan(5);
      expect(moments(log(ohm)).deviation).toBeCloseTo(deviation!, 2);
    }
  });
});

describe('cycle noise', () => {
  it('scales the change, its variance with the number of pulses', () => {
    const model = withCycleNoise(plain, 0.3);
    for (const pulses of [1, 4, -4]) {
      const state = devicesOf(model, n, 20e-6);
      pulseAll(model, state, pulses);
      const change = moments(conductances(model, state).map((g) => g - 20e-6));
      const mean = 0.2e-6 * pulses;
      const sigma = (0.3 * Math.abs(mean)) / Math.sqrt(Math.abs(pulses));
      expect(standardErrors(change.mean, mean, { sigma, n })).toBeLessThan(5);
      expect(Math.abs(change.deviation / sigma - 1)).toBeLessThan(5 / Math.sqrt(2 * n));
    }
  });

  it('is refused on a model that has its own', () => {
    expect(() => withCycleNoise(linearStep({ ...scale, step: 0.1, cycleNoise: 0.1 }), 0.1)).toThrow(
      /linear-step has cycle noise of its own/,
    );
  });
});

describe('write noise', () => {
  const model = withWriteNoise(plain, 0.5e-6);

  it('is drawn at a pulse, kept, and left out of what pulses act on', () => {
    const state = devicesOf(model, n, 20e-6);
    expect(new Set(conductances(model, state)).size).toBe(1);
    pulseAll(model, state, 1);
    const seen = conductances(model, state);
    expect(conductances(model, state)).toEqual(seen);
    expect(Math.abs(moments(seen).deviation / 0.5e-6 - 1)).toBeLessThan(5 / Math.sqrt(2 * n));
    pulseAll(model, state, -1, 1);
    expect(moments(state.arrays.conductanceS!).deviation).toBeLessThan(1e-12);
    expect(moments(state.arrays.conductanceS!).mean).toBeCloseTo(20e-6, 11);
  });

  it('leaves cells that do not move alone', () => {
    const stuck = withStuckCells(model, { high: 1 });
    const state = devicesOf(stuck, 64);
    pulseAll(stuck, state, -3);
    expect(new Set(conductances(stuck, state))).toEqual(new Set([Math.fround(30e-6)]));
  });
});

describe('faults', () => {
  it('open cells conduct nothing, at the given rate', () => {
    const model = withOpenCells(plain, 0.1);
    const state = devicesOf(model, n);
    const open = () => conductances(model, state).filter((g) => g === 0).length / n;
    expect(standardErrors(open(), 0.1, { sigma: 0.3, n })).toBeLessThan(5);
    const before = open();
    pulseAll(model, state, 5);
    expect(open()).toBe(before);
  });

  it('a worn device stays where it is', () => {
    const model = withEndurance(plain, { pulses: 10 });
    const state = devicesOf(model, 16, 20e-6);
    pulseAll(model, state, 8);
    pulseAll(model, state, -7);
    const worn = conductances(model, state)[0]!;
    // 8 up and only 2 of the 7 down.
    expect(worn).toBeCloseTo(20e-6 + 6 * 0.2e-6, 11);
    pulseAll(model, state, 5);
    expect(conductances(model, state)[0]).toBe(worn);
  });

  it('every life takes a pulse and ends, however far it scatters', () => {
    const model = withEndurance(plain, { pulses: 2 ** 24, deviation: 20 });
    const state = devicesOf(model, n, 20e-6);
    pulseAll(model, state, 1);
    expect(Math.min(...conductances(model, state))).toBeGreaterThan(20e-6);
    expect(Math.max(...state.arrays.pulsesLeft!)).toBe(2 ** 24 - 1);
    const { gMinS, gMaxS, pulsesLeft } = state.arrays;
    expect(pulsesLeft!.every((left, i) => (left === 0) === (gMinS![i] === gMaxS![i]))).toBe(true);
  });

  it('endurance scatters by its logarithm', () => {
    const model = withEndurance(plain, { pulses: 1e6, deviation: 0.5 });
    const left = log(devicesOf(model, n).arrays.pulsesLeft!);
    expect(standardErrors(moments(left).mean, Math.log(1e6), { sigma: 0.5, n })).toBeLessThan(5);
    expect(moments(left).deviation).toBeCloseTo(0.5, 2);
  });
});

it('all together stay finite and in reach of the levels', () => {
  const varied = withDeviceVariation(withCycleNoise(plain, 0.3), {
    distribution: 'log-normal',
    deviation: 0.1,
  });
  const model = withLevels(
    withOpenCells(withEndurance(withWriteNoise(varied, 1e-7), { pulses: 50 }), 0.01),
    16,
  );
  const state = devicesOf(model, 512);
  for (let step = 0; step < 20; step++) pulseAll(model, state, step % 3 === 0 ? -4 : 5, step);
  const spacing = 20e-6 / 15;
  for (const g of conductances(model, state)) {
    const level = (g - 10e-6) / spacing;
    expect(Math.abs(level - Math.round(level))).toBeLessThan(1e-4);
  }
});

import { describe, expect, it } from 'vitest';
import type { CrossbarOptions } from '../../crossbar/index.js';
import {
  createPreset,
  type DeviceModel,
  expStep,
  linearStep,
  powStep,
  softBounds,
  withLevels,
  withStuckCells,
  withWriteNoise,
} from '../../devices/index.js';
import { createArray, distance, uniforms, weightsOf } from './fixture.js';

const bounds = { gMinS: 1e-6, gMaxS: 1e-4 };
const weights = { ...bounds, weightMin: -1, weightMax: 1, step: 0.002 };
const [rows, cols] = [32, 32];

/** An array of uniform targets over the whole range, and the root mean square of what it misses. */
const programmed = (device: DeviceModel, options: Partial<CrossbarOptions> = {}) => {
  const write = { scheme: 'stochastic-rounding', pulses: 31, ...options.write } as const;
  const array = createArray({ rows, cols, device, ...options, write });
  const target = uniforms(rows * cols, 'target');
  array.program(target);
  const held = weightsOf(array);
  const off = Math.sqrt(held.reduce((sum, w, i) => sum + (w - target[i]!) ** 2 / held.length, 0));
  return { array, target, held, off, programming: array.writes.programming };
};

describe('write and verify by default', () => {
  const exponential = { amplitudeUp: 0.1, amplitudeDown: 0.1, gammaUp: 2, gammaDown: 2, a: 0.5, b: 0 };
  it.each([
    ['soft bounds', softBounds({ ...bounds, states: 1000 })],
    [
      'slow falls, with levels',
      withLevels(softBounds({ ...bounds, states: 1000, upDownAsymmetry: 0.5 }), 64),
    ],
    ['linear step', linearStep({ ...weights, slopeUp: 1, slopeDown: 1 })],
    ['exponential step', expStep({ ...weights, ...exponential })],
    ['power step', powStep({ ...weights, gamma: 0.5 })],
    ['soft bounds with levels', withLevels(softBounds({ ...bounds, states: 1000 }), 64)],
    [
      'steps that differ from device to device, with levels',
      withLevels(softBounds({ ...bounds, states: 500, deviceVariation: { step: 0.15 } }), 32),
    ],
  ])('reaches targets up to the bounds: %s', (_, device) => {
    const { programming, target, held } = programmed(device);
    expect(programming).toMatchObject({ devices: 2 * rows * cols, unsettled: 0, missingSquared: 0 });
    const spacing = (device.levelGrid?.spacingS ?? 0) / (bounds.gMaxS - bounds.gMinS);
    const steps = device.stepS / (bounds.gMaxS - bounds.gMinS);
    expect(distance(held, target)).toBeLessThan(1.001 * Math.max(steps, spacing));
  });

  it('reaches the digits of bit slices, which stand at bounds', () => {
    const slices = { mapping: 'bit-slices', slices: { count: 2, bits: 2 } } as const;
    const { programming, off } = programmed(softBounds({ ...bounds, states: 1000 }), slices);
    expect(programming).toMatchObject({ devices: 4 * rows * cols, unsettled: 0 });
    // Rounding to 31 values: a step of 1/15, evenly spread.
    expect(off).toBeLessThan(1.1 / 15 / Math.sqrt(12));
  });

  it('counts devices that cannot get there, and by how much', () => {
    const stuck = withStuckCells(softBounds({ ...bounds, states: 1000 }), { low: 0.1 });
    const { programming, held, target } = programmed(stuck);
    const share = programming.unsettled / programming.devices;
    // A tenth of 2,048 devices, five standard deviations.
    expect(Math.abs(share - 0.1)).toBeLessThan(5 * Math.sqrt((0.1 * 0.9) / programming.devices));
    // Errors of the two devices of a pair do not cancel where one is stuck; both are in a hundredth
    // of pairs.
    const missing = held.reduce((sum, w, i) => sum + (w - target[i]!) ** 2, 0);
    expect(programming.missingSquared / missing).toBeGreaterThan(0.9);
    expect(programming.missingSquared / missing).toBeLessThan(1.2);
    // A stuck device is given up: twenty rounds of 31 pulses at most.
    const dead = withStuckCells(softBounds({ ...bounds, states: 1000 }), { low: 1 });
    expect(programmed(dead).array.wear().mostPulses).toBeLessThanOrEqual(40 * 31);
  });

  it('counts what slices miss by the place of their digit', () => {
    const all = withStuckCells(softBounds({ ...bounds, states: 1000 }), { low: 1 });
    const slices = { mapping: 'bit-slices', slices: { count: 2, bits: 2 } } as const;
    const array = createArray({ rows: 1, cols: 1, device: all, ...slices });
    array.program(Float32Array.of(1));
    // Both digits 3: G+ is missed by the whole range in either slice, shares of 12/15 and 3/15.
    const { missingSquared, unsettled } = array.writes.programming;
    expect(unsettled).toBe(2);
    expect(missingSquared).toBeCloseTo((12 / 15) ** 2 + (3 / 15) ** 2, 5);
  });
});

describe('more rounds never make an array worse', () => {
  const range = bounds.gMaxS - bounds.gMinS;
  it.each([
    ['write noise of many steps', withWriteNoise(softBounds({ ...bounds, states: 1000 }), 0.05 * range)],
    [
      'write noise and levels',
      withWriteNoise(withLevels(softBounds({ ...bounds, states: 1000 }), 16), 0.02 * range),
    ],
    ['noise of each pulse', softBounds({ ...bounds, states: 200, cycleNoise: 2 })],
    ['steps that differ eightfold', createPreset('reram-array-om')],
    ['noise of seventy steps', createPreset('reram-es')],
  ])('%s', (_, device) => {
    const write = { scheme: 'stochastic-rounding', pulses: 255 } as const;
    const off = [1, 2, 3, 5, 10, 20, 50, 200].map(
      (rounds) => programmed(device, { write: { ...write, verify: { rounds } } }).off,
    );
    // A mean square over 1,024 weights is known to 5 sqrt(2 / 1024), its root to half of that:
    // 11 %.
    for (let i = 1; i < off.length; i++) expect(off[i]! / Math.min(...off.slice(0, i))).toBeLessThan(1.11);
    expect(off.at(-1)! / off[0]!).toBeLessThan(0.75);
  });

  it('leaves alone what one more write would not bring nearer', () => {
    const noise = 0.05 * range;
    const device = withWriteNoise(softBounds({ ...bounds, states: 1000 }), noise);
    const array = createArray({
      rows,
      cols,
      device,
      write: { scheme: 'deterministic', pulses: 255, verify: { rounds: 1 } },
    });
    // Half of the mean size of the noise off on either device.
    array.program(new Float32Array(rows * cols).fill(0.04));
    expect(array.writes.programming).toMatchObject({ pulses: 0, unsettled: 2 * rows * cols });
  });

  it('stops where a look is within tolerance and keeps that state', () => {
    const device = withWriteNoise(softBounds({ ...bounds, states: 1000 }), 0.02 * range);
    const verify = { rounds: 100, tolerance: 0.01 };
    const { held, target, programming } = programmed(device, {
      write: { scheme: 'stochastic-rounding', pulses: 255, verify },
    });
    expect(programming.unsettled / programming.devices).toBeLessThan(0.02);
    const inside = held.filter((w, i) => Math.abs(w - target[i]!) <= 0.02001).length;
    expect(inside / held.length).toBeGreaterThan(0.96);
  });
});

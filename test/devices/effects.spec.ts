import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constantStep,
  createRandom,
  type DeviceModel,
  type PulsedArrays,
  softBounds,
  withLevels,
  withReadNoise,
  withSinhCurrent,
  withStuckCells,
} from '../../devices/index.js';

const nominal = { gMinS: 1e-6, gMaxS: 1e-4, states: 100 };
const model = softBounds({ ...nominal, deviceVariation: { step: 0.3, bounds: 0.1 }, cycleNoise: 0.3 });
const count = 1 << 9;

/** Conductances before and after trains of pulses up and down, random per device. */
function pulsed(device: DeviceModel, pulses = 40) {
  const random = createRandom(6);
  const state = device.create(count, random.stream('devices'));
  const read = () => device.conductanceInto(new Float32Array(count), state);
  const before = read();
  const counts = Int32Array.from({ length: count }, (_, i) => ((i * 7919) % (2 * pulses + 1)) - pulses);
  device.pulse(state, counts, { count, firstIndex: 0, draw: { random, step: 0 } });
  return { before, after: read(), arrays: state.arrays as unknown as PulsedArrays };
}

describe('withStuckCells', () => {
  const stuck = withStuckCells(model, { low: 0.05, high: 0.02 });

  it('never lets a stuck cell move, and leaves the others as they were', () => {
    const { before, after, arrays } = pulsed(stuck);
    const healthy = pulsed(model);
    let moved = 0;
    for (let i = 0; i < count; i++) {
      if (arrays.gMinS[i] === arrays.gMaxS[i]) expect(after[i]).toBe(before[i]);
      else {
        expect(after[i]).toBe(healthy.after[i]);
        if (after[i] !== before[i]) moved++;
      }
    }
    expect(moved).toBeGreaterThan(count / 2);
  });

  it('sticks the wanted shares at the nominal bounds', () => {
    const { before, arrays } = pulsed(stuck);
    const shareAt = (g: number) =>
      before.filter((value, i) => value === Math.fround(g) && arrays.gMinS[i] === arrays.gMaxS[i]).length /
      count;
    // 5 standard deviations of a share.
    const tolerance = (p: number) => 5 * Math.sqrt((p * (1 - p)) / count);
    expect(Math.abs(shareAt(nominal.gMinS) - 0.05)).toBeLessThan(tolerance(0.05));
    expect(Math.abs(shareAt(nominal.gMaxS) - 0.02)).toBeLessThan(tolerance(0.02));
  });

  it('holds the same cells in a model that keeps no bounds of its devices', () => {
    // The same model in the clothes of one whose state has other names.
    const bare: DeviceModel = {
      ...model,
      create(...args) {
        const { count, arrays } = model.create(...args);
        return { count, arrays: { ...arrays, gMinS: undefined, low: arrays.gMinS } as never };
      },
      pulse: (state, ...rest) =>
        model.pulse({ ...state, arrays: { ...state.arrays, gMinS: state.arrays.low } }, ...rest),
    };
    const plain = pulsed(stuck);
    const dressed = pulsed(withStuckCells(bare, { low: 0.05, high: 0.02 }));
    expect(dressed.before).toEqual(plain.before);
    expect(dressed.after).toEqual(plain.after);
  });

  it('is the model itself without faults, and throws on shares above 1', () => {
    expect(withStuckCells(model, {})).toBe(model);
    expect(() => withStuckCells(model, { low: 0.6, high: 0.6 })).toThrow(
      'stuckLow + stuckHigh must be at most 1',
    );
    expect(() => withStuckCells(model, { low: -0.1 })).toThrow('stuckLow must be');
  });
});

describe('withLevels', () => {
  const levels = fc.oneof(fc.integer({ min: 2, max: 300 }), fc.constantFrom(64, 4096, 1 << 20));

  it('gives nothing but its levels, each the nearest to the conductance below, also beyond the nominal range', () => {
    fc.assert(
      fc.property(levels, (n) => {
        const [fine, coarse] = [model, withLevels(model, n)].map((device) => pulsed(device, 400).after);
        const spacingS = (nominal.gMaxS - nominal.gMinS) / (n - 1);
        // Single precision keeps conductances to 2^-24 of gMaxS, a few times over.
        const rounding = 4 * 2 ** -24 * nominal.gMaxS;
        coarse.forEach((g, i) => {
          const level = (g - nominal.gMinS) / spacingS;
          expect(Math.abs(level - Math.round(level)) * spacingS).toBeLessThan(rounding);
          const inside = Math.min(Math.max(fine[i], nominal.gMinS), nominal.gMaxS);
          expect(Math.abs(g - inside)).toBeLessThan(spacingS / 2 + rounding);
        });
      }),
      { numRuns: 10 },
    );
  });

  it('is idempotent and leaves what pulses move continuous', () => {
    fc.assert(
      fc.property(levels, (n) => {
        const [once, twice] = [withLevels(model, n), withLevels(withLevels(model, n), n)].map((device) =>
          pulsed(device),
        );
        expect(twice.after).toEqual(once.after);
        expect(once.arrays).toEqual(pulsed(model).arrays);
      }),
      { numRuns: 10 },
    );
  });

  it('is the model itself for 0 levels, and throws on one', () => {
    expect(withLevels(model, 0)).toBe(model);
    expect(() => withLevels(model, 1)).toThrow('levels must be a whole number in [2,');
  });
});

describe('withReadNoise', () => {
  it('adds to noise that is there as variances do', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          const twice = withReadNoise(withReadNoise(model, a), b);
          expect(twice.readNoise ** 2).toBeCloseTo(a * a + b * b, 12);
        },
      ),
    );
    expect(() => withReadNoise(model, -1)).toThrow('read noise must be');
  });
});

describe('withSinhCurrent', () => {
  const voltage = fc.double({ min: -2, max: 2, noNaN: true });

  it('is odd, rising, above the linear current, and linear for small voltages', () => {
    const { drive, odd } = withSinhCurrent(constantStep(nominal), 0.25).currentVoltage;
    expect(odd).toBe(true);
    fc.assert(
      fc.property(voltage, voltage, (v, w) => {
        expect(drive(-v)).toBe(-drive(v));
        if (v < w) expect(drive(v)).toBeLessThanOrEqual(drive(w));
        expect(Math.abs(drive(v))).toBeGreaterThanOrEqual(Math.abs(v) * (1 - 1e-12));
      }),
    );
    expect(drive(1e-6) / 1e-6).toBeCloseTo(1, 9);
    // sinh 1 = 1.1752011936...
    expect(drive(0.25)).toBeCloseTo(0.25 * 1.1752011936438014, 12);
  });
});

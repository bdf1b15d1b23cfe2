import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  constantStep,
  createRandom,
  type DeviceModel,
  type DeviceState,
  type PulsedArrays,
  type PulsedDeviceParameters,
  softBounds,
} from '../../devices/index.js';

const models = { constantStep, softBounds };
const nominal: PulsedDeviceParameters = { gMinS: 1e-6, gMaxS: 1e-4, states: 100 };
const rangeS = nominal.gMaxS - nominal.gMinS;
const count = 32;

const parameters = fc.record({
  gMinS: fc.constantFrom(0, 1e-6),
  gMaxS: fc.constant(1e-4),
  states: fc.constantFrom(1, 10, 1000),
  upDownAsymmetry: fc.constantFrom(-0.5, 0, 0.3),
  deviceVariation: fc.record({ step: fc.constantFrom(0, 0.3, 2), bounds: fc.constantFrom(0, 0.1, 1) }),
  cycleNoise: fc.constantFrom(0, 0.3, 5),
});
const train = fc.array(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: count, maxLength: count }), {
  maxLength: 12,
});

const arraysOf = (state: DeviceState) => state.arrays as unknown as PulsedArrays;

/** A device's train of pulse counts, one pulse call each. */
function drive(model: DeviceModel, counts: readonly (readonly number[])[], seed = 1) {
  const random = createRandom(seed);
  const state = model.create(count, random.stream('devices'));
  counts.forEach((list, step) => {
    model.pulse(state, Int32Array.from(list), { count, firstIndex: 0, draw: { random, step } });
  });
  return arraysOf(state);
}

/** The same count for every device. */
const all = (n: number) => Array<number>(count).fill(n);

describe.each(Object.entries(models))('%s', (_, create) => {
  it('keeps every conductance inside the bounds of its device, for any train of pulses', () => {
    fc.assert(
      fc.property(parameters, train, (given, counts) => {
        const { conductanceS, gMinS, gMaxS } = drive(create(given), counts);
        conductanceS.forEach((g, i) => {
          expect(g >= gMinS[i] && g <= gMaxS[i] && gMinS[i] >= 0).toBe(true);
        });
      }),
    );
  });

  it('does not change a device without a pulse by a bit, nor one outside the block it is given', () => {
    fc.assert(
      fc.property(
        parameters,
        train,
        fc.array(fc.boolean(), { minLength: count, maxLength: count }),
        (given, counts, rests) => {
          const resting = counts.map((list) => list.map((n, i) => (rests[i] ? 0 : n)));
          const before = drive(create(given), []).conductanceS;
          const after = drive(create(given), resting).conductanceS;
          for (let i = 0; i < count; i++) if (rests[i]) expect(after[i]).toBe(before[i]);
        },
      ),
    );
    const model = create({ ...nominal, cycleNoise: 1 });
    const state = model.create(48, createRandom(1));
    const before = arraysOf(state).conductanceS.slice();
    const draw = { random: createRandom(2), step: 0 };
    model.pulse(
      state,
      Int32Array.from({ length: 16 }, () => 3),
      { count: 16, firstIndex: 16, draw },
    );
    arraysOf(state).conductanceS.forEach((g, i) => {
      expect(g === before[i]).toBe(i < 16 || i >= 32);
    });
  });

  it('moves up for positive counts and down for negative ones without noise', () => {
    const { conductanceS } = drive(create(nominal), [all(0).map((_, i) => (i % 2 === 0 ? 5 : -5))]);
    const middle = (nominal.gMinS + nominal.gMaxS) / 2;
    conductanceS.forEach((g, i) => {
      expect(Math.sign(g - middle)).toBe(i % 2 === 0 ? 1 : -1);
    });
  });

  it('takes the nominal step in the middle of the range, asymmetric as asked', () => {
    const asymmetric = { ...nominal, states: 1000, upDownAsymmetry: 0.2 };
    const [up, down] = [1, -1].map((n) => drive(create(asymmetric), [all(n)]).conductanceS[0]);
    const middle = (nominal.gMinS + nominal.gMaxS) / 2;
    const stepS = create(asymmetric).stepS;
    // Single precision keeps 5e-5 to 2^-24 of it, 3e-12, against steps of 1e-7.
    expect((up - middle) / stepS).toBeCloseTo(1.2, 3);
    expect((down - middle) / stepS).toBeCloseTo(-0.8, 3);
  });

  it('spreads the response of one pulse by the cycle noise, anew for each device and pulse', () => {
    const n = 1 << 14;
    const [model, random] = [create({ ...nominal, states: 1e4, cycleNoise: 0.3 }), createRandom(8)];
    const changes = [0, 1].map((step) => {
      const state = model.create(n, random);
      const before = arraysOf(state).conductanceS.slice();
      const counts = new Int32Array(n).fill(1);
      model.pulse(state, counts, { count: n, firstIndex: 0, draw: { random, step } });
      return arraysOf(state).conductanceS.map((g, i) => (g - before[i]) / model.stepS - 1);
    });
    const mean = (f: (i: number) => number) => changes[0].reduce((sum, _, i) => sum + f(i), 0) / n;
    const [first, second] = changes;
    // 5 standard errors: of a mean, sigma / sqrt n; of a variance or a product, sqrt 2 and 1 times
    // sigma^2 / sqrt n.
    expect(Math.abs(mean((i) => first[i]))).toBeLessThan((5 * 0.3) / Math.sqrt(n));
    expect(Math.abs(mean((i) => first[i] ** 2) - 0.09)).toBeLessThan((5 * Math.SQRT2 * 0.09) / Math.sqrt(n));
    expect(Math.abs(mean((i) => first[i] * second[i]))).toBeLessThan((5 * 0.09) / Math.sqrt(n));
    expect(Math.abs(mean((i) => first[i] * first[(i + 1) % n]))).toBeLessThan((5 * 0.09) / Math.sqrt(n));
  });

  it('adds up the noise of a train of pulses as independent draws do', () => {
    const [n, pulses, sigma] = [1 << 13, 9, 0.3];
    const model = create({ ...nominal, states: 1e5, cycleNoise: sigma });
    const random = createRandom(8);
    const state = model.create(n, random);
    const before = arraysOf(state).conductanceS.slice();
    const counts = new Int32Array(n).fill(pulses);
    model.pulse(state, counts, { count: n, firstIndex: 0, draw: { random, step: 0 } });
    const noise = arraysOf(state).conductanceS.map((g, i) => (g - before[i]) / model.stepS - pulses);
    const variance = noise.reduce((sum, x) => sum + x * x, 0) / n;
    // 5 standard errors of a variance, and 1 % for steps of 1e-9 kept to 3e-12 and for what a slope
    // does in 9 of them.
    expect(Math.abs(variance / (pulses * sigma ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n) + 0.01);
  });

  it('gives every device steps and bounds of its own, the same for the same seed', () => {
    const varied = create({ ...nominal, deviceVariation: { step: 0.3, bounds: 0.1 } });
    const make = (seed: number) => arraysOf(varied.create(1 << 14, createRandom(seed)));
    const { stepUpS, gMinS, gMaxS } = make(1);
    const distinct = (values: Float32Array) => new Set(values).size / values.length;
    // gMin is clipped at 0 for nearly half of the devices.
    expect(Math.min(distinct(stepUpS), distinct(gMaxS))).toBeGreaterThan(0.9);
    expect(distinct(gMinS)).toBeGreaterThan(0.4);
    const n = stepUpS.length;
    const mean = stepUpS.reduce((sum, step) => sum + step, 0) / n;
    const deviation = Math.sqrt(stepUpS.reduce((sum, step) => sum + (step - mean) ** 2, 0) / n) / mean;
    // 5 standard errors of a deviation, sigma / sqrt(2 n), and of the mean it is divided by.
    expect(Math.abs(deviation - 0.3)).toBeLessThan(
      (5 * 0.3) / Math.sqrt(2 * n) + 0.3 * ((5 * 0.3) / Math.sqrt(n)),
    );
    expect(make(1)).toEqual(make(1));
    expect(make(2).stepUpS).not.toEqual(stepUpS);
  });

  it('throws on bounds and shares that cannot be', () => {
    expect(() => create({ ...nominal, gMinS: 2e-4 })).toThrow(
      'gMinS must be below gMaxS (got gMinS=0.0002, gMaxS=0.0001)',
    );
    expect(() => create({ ...nominal, states: 0 })).toThrow('states must be');
    expect(() => create({ ...nominal, cycleNoise: NaN })).toThrow('cycleNoise must be');
    expect(() => create({ ...nominal, upDownAsymmetry: 1 })).toThrow('upDownAsymmetry must be');
  });
});

describe('softBounds', () => {
  it('follows its closed form: the distance to a bound shrinks by the same factor every pulse', () => {
    fc.assert(
      fc.property(fc.constantFrom(2, 10, 100), fc.integer({ min: 1, max: 200 }), (states, n) => {
        const model = softBounds({ ...nominal, states });
        // From the middle, half the range away; 2 / states is the first step over the range.
        const leftS = (rangeS / 2) * (1 - 2 / states) ** n;
        const tolerance = 200 * 2 ** -24 * nominal.gMaxS;
        const up = drive(model, [all(n)]).conductanceS[0];
        const down = drive(model, [all(-n)]).conductanceS[0];
        expect(Math.abs(up - (nominal.gMaxS - leftS))).toBeLessThan(tolerance);
        expect(Math.abs(down - (nominal.gMinS + leftS))).toBeLessThan(tolerance);
      }),
    );
  });

  it('gives n pulses at once what it gives them one by one', () => {
    const model = softBounds({ ...nominal, deviceVariation: { step: 0.3, bounds: 0.1 } });
    expect(drive(model, [all(7)])).toEqual(drive(model, Array(7).fill(all(1))));
  });
});

describe('constantStep', () => {
  it('adds n equal steps until it meets a bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: -90, max: 90 }), (n) => {
        const g = drive(constantStep(nominal), [all(n)]).conductanceS[0];
        const wanted = (nominal.gMinS + nominal.gMaxS) / 2 + (n * rangeS) / 100;
        expect(g).toBeCloseTo(Math.min(Math.max(wanted, nominal.gMinS), nominal.gMaxS), 10);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import {
  constantStep,
  type DeviceModel,
  expStep,
  linearStep,
  neurosimExponential,
  piecewiseStep,
  powStep,
  softBounds,
  softBoundsPmax,
  softBoundsReference,
} from '../../../devices/index.js';
import { recurrence } from '../../oracles/devices/pulse-curves.js';
import { conductances, devicesOf, moments, pulseAll, scale, siemensOf, weightOf } from './curve.js';

const step = 0.02;
/** Weight of the mean device after `n` pulses from a bound. */
const weightAfter = (model: DeviceModel, n: number, from: number) => {
  const state = devicesOf(model, 1, siemensOf(from));
  pulseAll(model, state, n);
  return weightOf(conductances(model, state)[0]);
};

const shapes: Readonly<Record<string, readonly [DeviceModel, Parameters<typeof recurrence>[1]]>> = {
  'linear-step': [
    linearStep({ ...scale, step, slopeUp: 0.3, slopeDown: 0.6 }),
    { up: (w) => step * (1 - 0.3 * w), down: (w) => step * (1 + 0.6 * w) },
  ],
  'linear-step, smaller down steps': [
    linearStep({ ...scale, step, upDown: 0.2, slopeUp: 0.3 }),
    { up: (w) => step * (1 - 0.3 * w), down: () => step * 0.8 },
  ],
  'linear-step, smaller up steps': [
    linearStep({ ...scale, step, upDown: -0.2 }),
    { up: () => step * 0.8, down: () => step },
  ],
  'exp-step': [
    expStep({
      ...scale,
      step,
      a: 0.244,
      b: 0.2425,
      amplitudeUp: 8e-4,
      amplitudeDown: 0.37,
      gammaUp: 12,
      gammaDown: 13,
    }),
    {
      up: (w) => step * Math.max(1 - 8e-4 * Math.exp(12 * (0.244 * w + 0.2425)), 0),
      down: (w) => step * Math.max(1 - 0.37 * Math.exp(-13 * (0.244 * w + 0.2425)), 0),
    },
  ],
  'pow-step': [
    powStep({ ...scale, step, gamma: 1.7, gammaUpDown: 0.1 }),
    { up: (w) => step * ((1 - w) / 2) ** 1.7, down: (w) => step * ((w + 1) / 2) ** (1.7 * 0.9) },
  ],
  'piecewise-step': [
    piecewiseStep({ ...scale, step, nodesUp: [1, 2, 0], nodesDown: [0.5, 1] }),
    { up: (w) => step * (w < 0 ? 2 + w : 2 - 2 * w), down: (w) => step * (0.75 + w / 4) },
  ],
  'soft-bounds-reference': [
    softBoundsReference({ ...scale, step, upDown: 0.1 }),
    { up: (w) => step * (1 - w), down: (w) => step * 0.9 * (1 + w) },
  ],
};

describe.each(Object.entries(shapes))('%s', (_name, [model, steps]) => {
  it('is the published recurrence', () => {
    const curves = recurrence([-1, 1], steps);
    for (const n of [0, 1, 7, 60, 300]) {
      expect(weightAfter(model, n, -1)).toBeCloseTo(curves.up(n), 5);
      expect(weightAfter(model, -n, 1)).toBeCloseTo(curves.down(n), 5);
    }
  });

  it('steps at any weight as published', () => {
    for (let w = -0.98; w < 1; w += 0.0625) {
      for (const [n, wanted] of [
        [1, steps.up(w)],
        [-1, -steps.down(w)],
      ] as const) {
        const from = Math.fround(siemensOf(w));
        const found = weightAfter(model, n, weightOf(from)) - weightOf(from);
        // The state is kept in single precision, a part in 2^24 of up to 3 units of weight; a
        // change is to a few of 1e-7.
        if (Math.abs(w + wanted) < 1) expect(Math.abs(found - wanted)).toBeLessThan(2.5e-7 + 1e-6 * step);
      }
    }
  });

  it('says its mean step in the middle of the range', () => {
    const middle = (steps.up(0) + steps.down(0)) / 2;
    expect(model.stepS / 10e-6).toBeCloseTo(middle, 10);
  });
});

describe('noise', () => {
  const n = 40_000;
  // Standard errors of mean and of deviation, for 5 sigma.
  const [ofMean, ofDeviation] = [5 / Math.sqrt(n), 5 / Math.sqrt(2 * n)];
  const change = (model: DeviceModel, from: number, pulses: number) => {
    const state = devicesOf(model, n, siemensOf(from));
    pulseAll(model, state, pulses);
    return moments(conductances(model, state).map((g) => weightOf(g) - from));
  };
  const expectNoise = (found: ReturnType<typeof moments>, mean: number, deviation: number) => {
    expect(Math.abs(found.mean - mean) / deviation).toBeLessThan(ofMean);
    expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(ofDeviation);
  };

  it('multiplies the step at hand or the step at weight 0', () => {
    const common = { ...scale, step, slopeUp: 0.5, slopeDown: 0.5, cycleNoise: 0.4 };
    expectNoise(change(linearStep(common), 0.4, 1), step * 0.8, step * 0.8 * 0.4);
    expectNoise(change(linearStep({ ...common, noise: 'additive' }), 0.4, 1), step * 0.8, step * 0.4);
    expectNoise(
      change(softBoundsReference({ ...scale, step, cycleNoise: 0.4 }), 0.4, -1),
      -step * 1.4,
      step * 0.4,
    );
  });

  it('of several pulses adds in variance', () => {
    const model = linearStep({ ...scale, step: 0.001, cycleNoise: 2 });
    expectNoise(change(model, 0, 9), 0.009, 0.002 * 3);
  });

  it('of exponential steps has an offset and a slope', () => {
    const shape = { a: 0, b: 0, amplitudeUp: 0, amplitudeDown: 0, gammaUp: 1, gammaDown: 1 };
    const model = expStep({
      ...scale,
      ...shape,
      step,
      cycleNoise: 0.5,
      complexNoise: { offset: 0.03, slope: 0.1 },
    });
    expectNoise(change(model, 0.3, 1), step, 0.5 * (step + 0.03 + 0.1 * 0.3));
  });

  it('of exponential curves is a share of the range for each pulse', () => {
    const model = neurosimExponential({
      gMinS: 10e-6,
      gMaxS: 30e-6,
      pulsesUp: 100,
      pulsesDown: 100,
      nonlinearityUp: 0,
      nonlinearityDown: 0,
      cycleNoise: 0.01,
    });
    expectNoise(change(model, 0, 4), 0.08, 0.02 * 2);
  });
});

describe('device variation', () => {
  const n = 40_000;
  const deviceVariation = { step: 0.2, upDown: 0.05, weightMin: 0.1, weightMax: 0.2 };
  const { arrays } = devicesOf(linearStep({ ...scale, step, deviceVariation }), n);

  it('has the published moments', () => {
    const within = (values: Float32Array, mean: number, deviation: number) => {
      const found = moments(values);
      expect(Math.abs(found.mean - mean)).toBeLessThan((5 * deviation) / Math.sqrt(n));
      expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(5 / Math.sqrt(2 * n));
    };
    within(arrays.gMinS!, 10e-6, 1e-6);
    within(arrays.gMaxS!, 30e-6, 2e-6);
    const stepS = step * 10e-6;
    within(arrays.stepUpS!, stepS, stepS * Math.hypot(0.2, 0.05));
    within(
      arrays.stepUpS!.map((up, i) => up - arrays.stepDownS![i]),
      0,
      stepS * 2 * 0.05,
    );
  });

  it('may be log-normal', () => {
    const model = linearStep({ ...scale, step, deviceVariation: { step: 0.5, stepLogNormal: true } });
    const logs = devicesOf(model, n).arrays.stepUpS!.map((up) => Math.log(up / (step * 10e-6)));
    expect(Math.abs(moments(logs).mean)).toBeLessThan((5 * 0.5) / Math.sqrt(n));
    expect(moments(logs).deviation).toBeCloseTo(0.5, 1);
  });

  it('never makes a bound negative or a range inverted', () => {
    const wide = { step: 2, weightMin: 2, weightMax: 2 };
    const { gMinS, gMaxS, stepUpS } = devicesOf(
      linearStep({ ...scale, step, deviceVariation: wide }),
      n,
    ).arrays;
    expect(gMinS!.every((low, i) => low >= 0 && low <= gMaxS![i] && stepUpS![i] >= 0)).toBe(true);
  });
});

describe('soft-bounds-reference', () => {
  const deviceVariation = { step: 0.3, upDown: 0.2, weightMin: 0.1, weightMax: 0.1 };
  const model = softBoundsReference({ ...scale, step: 0.01, deviceVariation, subtractSymmetryPoint: true });

  it('has the symmetry point of every device at weight 0', () => {
    const state = devicesOf(model, 500, siemensOf(0));
    pulseAll(model, state, 1);
    const up = conductances(model, state).map((g) => g - siemensOf(0));
    state.arrays.conductanceS!.fill(siemensOf(0));
    pulseAll(model, state, -1);
    const down = conductances(model, state).map((g) => siemensOf(0) - g);
    for (let i = 0; i < 500; i++) expect(Math.abs(up[i] / down[i] - 1)).toBeLessThan(1e-3);
  });

  it('shifts what is read by the reference', () => {
    const shifted = softBoundsReference({ ...scale, step, referenceMean: 0.25 });
    const { conductanceS, gMinS, gMaxS } = devicesOf(shifted, 1).arrays;
    expect([gMinS![0], conductanceS![0], gMaxS![0]].map(weightOf)).toEqual([
      expect.closeTo(-1.25, 5),
      expect.closeTo(-0.25, 5),
      expect.closeTo(0.75, 5),
    ]);
  });
});

describe('soft-bounds-pmax', () => {
  const given = { gMinS: 10e-6, gMaxS: 30e-6, pulses: 1000, rate: 5e-4, rangeMin: -1, rangeMax: 1 };
  const model = softBoundsPmax(given);

  it('meets the measured end points and the closed form between', () => {
    const range = 2 / (1 - Math.exp(-0.5));
    for (const p of [0, 1, 250, 1000]) {
      expect(weightAfter(model, p, -1)).toBeCloseTo(range * (1 - Math.exp(-5e-4 * p)) - 1, 5);
    }
    expect(weightAfter(model, 1000, -1)).toBeCloseTo(1, 5);
    const top = range - 1;
    expect(weightAfter(model, -1000, top)).toBeCloseTo(-1 + range * Math.exp(-0.5), 5);
  });
});

describe('parameters out of range', () => {
  const exp = { a: 1, b: 0, amplitudeUp: 1, amplitudeDown: 1, gammaUp: 1, gammaDown: 1 };
  it.each([
    [() => linearStep({ ...scale, step: 0 }), /linearStep: step must be a finite number/],
    [() => linearStep({ ...scale, gMinS: 40e-6, step }), /gMinS must be below gMaxS \(got gMinS=0.00004/],
    [() => linearStep({ ...scale, weightMin: 0, step }), /linearStep: weightMin/],
    [() => linearStep({ ...scale, step, upDown: 1 }), /linearStep: upDown/],
    [() => linearStep({ ...scale, step, deviceVariation: { step: -1 } }), /deviceVariation\.step/],
    [() => expStep({ ...scale, ...exp, gammaUp: Number.NaN, step }), /expStep: gammaUp .* \(got NaN\)/],
    [() => powStep({ ...scale, step, gamma: -1 }), /powStep: gamma/],
    [
      () => piecewiseStep({ ...scale, step, nodesUp: [1], nodesDown: [1, 1] }),
      /nodesUp must have 2 or more nodes/,
    ],
    [
      () => piecewiseStep({ ...scale, step, nodesUp: [1, 0, 1], nodesDown: [1, 0, 1] }),
      /piecewiseStep: step at mid-range .* \(got 0\)/,
    ],
    [() => expStep({ ...scale, ...exp, step }), /expStep: step at mid-range .* \(got 0\)/],
    [
      () => linearStep({ ...scale, weightMin: -0.1, step, slopeUp: 5 }),
      /linearStep: step at mid-range .* \(got -/,
    ],
    [() => softBoundsReference({ ...scale, step, referenceMean: 2 }), /referenceMean/],
    [
      () => softBoundsPmax({ gMinS: 0, gMaxS: 1e-6, pulses: 1, rate: 1, rangeMin: 0, rangeMax: 1 }),
      /rangeMin/,
    ],
    [() => softBounds({ gMinS: 0, gMaxS: 1e-6, states: 0 }), /softBounds: states/],
    [() => constantStep({ gMinS: 0, gMaxS: 1e-6, states: 9, deviceVariation: { upDown: -1 } }), /upDown/],
  ])('%#', (make, message) => {
    expect(make).toThrow(message);
  });
});

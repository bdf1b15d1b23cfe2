import { describe, expect, it } from 'vitest';
import { createSimdKernels, createTypescriptKernels, type Kernels } from '../../../crossbar/index.js';
import {
  constantStep,
  createRandom,
  maxStates,
  type PulsedDeviceParameters,
  softBounds,
} from '../../../devices/index.js';

const range = { gMinS: 1e-6, gMaxS: 1e-4 };
const widthS = range.gMaxS - range.gMinS;

/** Conductances after counts[i] pulses on device i from mid-range. */
function pulsed(parameters: PulsedDeviceParameters, counts: readonly number[], kernels: Kernels) {
  const model = softBounds(parameters);
  const state = model.create(16 * Math.ceil(counts.length / 16), createRandom(1), kernels.float32);
  const given = kernels.int32(counts.length);
  given.set(counts);
  const draw = { random: createRandom(2), step: 0 };
  const { pulse: kernel } = kernels;
  model.pulse(state, given, { count: counts.length, firstIndex: 0, draw, kernel });
  return model.conductanceInto(new Float32Array(counts.length), state);
}

/** Few and many pulses, side by side in a block and alone. */
const counts = [
  33,
  -33,
  500,
  -65_535,
  0,
  32,
  -32,
  31,
  1_000_000,
  -1,
  65_535,
  40,
  ...new Array(20).fill(0),
  77,
];

describe('many pulses of soft bounds', () => {
  it.each([2, 3, 7, 20, 1000, 1_000_000])('leave (1 - 2 / states)^n of the way: %i states', (states) => {
    const found = pulsed({ ...range, states }, counts, createTypescriptKernels());
    counts.forEach((n, i) => {
      const left = (1 - 2 / states) ** Math.abs(n);
      const way = n > 0 ? 0.5 : -0.5;
      const expected = range.gMinS + widthS * (0.5 + way * (1 - left));
      // Pulses in turn round once each, many of them at once about three times: to half of the last
      // bit, 2^-24 gMax.
      const roundings = Math.abs(n) > 32 ? 4 : 2 * Math.abs(n) + 2;
      expect(Math.abs(found[i] - expected)).toBeLessThan(roundings * 2 ** -24 * range.gMaxS + 4e-7 * widthS);
    });
  });

  it('are the same bits in kernels, with device variation and with noise, where they come in turn', () => {
    for (const states of [2, 20, 1000]) {
      for (const cycleNoise of [0, 0.3]) {
        const few = cycleNoise === 0 ? counts : counts.map((n) => n % 100);
        const parameters = { ...range, states, cycleNoise, deviceVariation: { step: 0.5, bounds: 0.2 } };
        const [typescript, simd] = [createTypescriptKernels(), createSimdKernels()].map((kernels) =>
          pulsed(parameters, few, kernels),
        );
        expect(simd).toEqual(typescript);
      }
    }
  });
});

describe('states of a device', () => {
  it.each([1e-4, 1.3e-4, 2e-9, 0.5])('at most make pulses right to an eighth: gMax %d', (gMaxS) => {
    const most = maxStates(0, gMaxS);
    expect(most).toBeGreaterThan(1_000_000);
    const model = constantStep({ gMinS: 0, gMaxS, states: most });
    const state = model.create(16, createRandom(1));
    for (let i = 0; i < 16; i++) state.arrays.conductanceS[i] = gMaxS * (0.06 * i);
    const before = state.arrays.conductanceS.slice();
    const draw = { random: createRandom(2), step: 0 };
    model.pulse(state, new Int32Array(16).fill(1), { count: 16, firstIndex: 0, draw });
    state.arrays.conductanceS.forEach((g, i) => {
      expect(Math.abs((g - before[i]) / (gMaxS / most) - 1)).toBeLessThan(1 / 8 + 1e-6);
    });
  });

  it('beyond are refused, with the most that there may be', () => {
    const most = maxStates(range.gMinS, range.gMaxS);
    expect(() => softBounds({ ...range, states: most })).not.toThrow();
    for (const create of [softBounds, constantStep]) {
      expect(() => create({ ...range, states: 10_000_000 })).toThrow(
        `states must be at most ${most}, since single precision does not resolve finer steps of conductances up to 0.0001 S (got 10000000)`,
      );
    }
  });
});

import { describe, expect, it } from 'vitest';
import {
  type Constant,
  createRandom,
  inferenceNoise,
  inferenceNoiseNamed,
  linearStep,
  programmingErrorOf,
  sonosDays,
  sonosError,
  withEndurance,
  withInferenceNoise,
  withProgrammingError,
  withStuckCells,
} from '../../../devices/index.js';
import { conductances, devicesOf, moments, pulseAll } from '../models/curve.js';

const sigmaOf = (name: string, conductanceS: number) =>
  programmingErrorOf(inferenceNoiseNamed(name)).sigmaS(conductanceS) * 1e6;

const constants = (node: unknown): Constant[] => {
  if (typeof node !== 'object' || node === null) return [];
  return 'value' in node ? [node as Constant] : Object.values(node).flatMap(constants);
};

describe.each([...inferenceNoise, { name: 'sonos', days: sonosDays }].map((set) => [set.name, set] as const))(
  '%s',
  (_name, set) => {
    it('has a source for every constant', () => {
      const all = constants(set);
      expect(all.length).toBeGreaterThan(3);
      for (const { value, source } of all) {
        expect(Number.isFinite(value)).toBe(true);
        expect('doi' in source && source.doi).toMatch(/^10\.\d{4,5}\/\S+$/);
      }
      const bare = (node: unknown): boolean =>
        typeof node === 'number' ||
        (typeof node === 'object' && node !== null && !('source' in node && 'value' in node)
          ? Object.values(node).some(bare)
          : false);
      expect(bare(set)).toBe(false);
    });
  },
);

describe('programming error', () => {
  it('two readings of one PCM figure agree as published', () => {
    expect(sigmaOf('pcm-2019', 12.5e-6)).toBeCloseTo(0.9527, 4);
    expect(sigmaOf('pcm-joshi', 12.5e-6)).toBeCloseTo(0.9553, 4);
    expect(sigmaOf('pcm-joshi', 25e-6) / sigmaOf('pcm-2019', 25e-6)).toBeCloseTo(1, 1);
  });

  it('two readings of one ReRAM figure differ as published', () => {
    expect([0, 10e-6, 20e-6, 30e-6].map((g) => sigmaOf('rram-wan-1-second', g))).toEqual(
      [0.348, 2.26, 2.02, 1.53].map((sigma) => expect.closeTo(sigma, 1)),
    );
    expect([0, 10e-6, 20e-6, 30e-6].map((g) => sigmaOf('rram-wan-1-second-cubic', g))).toEqual(
      [1.053, 2.41, 2.36, 1.82].map((sigma) => expect.closeTo(sigma, 1)),
    );
    expect(sigmaOf('rram-milo', 100e-6)).toBeCloseTo(4.782321 - 0.9107, 6);
    expect(sigmaOf('hermes-2-devices', 20.7e-6)).toBeCloseTo(
      0.16603222 + 4.71806468 - 8.48101252 + 4.68961419,
      6,
    );
  });

  it('of SONOS is linear between days', () => {
    const sigmaA = (days: number) => 0.1 * sonosError({ readVoltageV: 0.1, days }).sigmaS(1.6e-6 / 0.1);
    expect(sigmaA(0)).toBeCloseTo(19.88665e-9 * (1 - Math.exp(-1600 / 176.3115)), 14);
    expect(sigmaA(5)).toBeCloseTo(34.57909e-9 * (1 - Math.exp(-1600 / 207.34309)), 14);
    expect(sigmaA(2.5)).toBeCloseTo((sigmaA(2) + sigmaA(3)) / 2, 14);
  });

  it('outside its fit says so', () => {
    expect(() => sigmaOf('rram-milo', 20e-6)).toThrow(
      /rram-milo was fitted on \[0.00005, 0.000225\] S \(got 0.00002 S\)/,
    );
    expect(() => sonosError({ readVoltageV: 0.1, days: 6 })).toThrow(/fitted on days 0 to 5/);
    expect(() => sonosError({ readVoltageV: 1 }).sigmaS(4e-6)).toThrow(/fitted on \[0, 0.0000032\] S/);
    expect(() => inferenceNoiseNamed('pcm')).toThrow(/expected one of pcm-2019, hermes-2-devices/);
    const wide = linearStep({ gMinS: 0, gMaxS: 30e-6, weightMin: -1, weightMax: 1, step: 0.01 });
    expect(() => withInferenceNoise(wide, 'pcm-2019')).toThrow(/pcm-2019 was fitted on/);
  });

  it('is seen after a pulse and kept', () => {
    const n = 20_000;
    const model = linearStep({ gMinS: 0, gMaxS: 25e-6, weightMin: -1, weightMax: 1, step: 0.001 });
    const noisy = withProgrammingError(model, programmingErrorOf(inferenceNoiseNamed('pcm-2019')));
    const state = devicesOf(noisy, n, 12.5e-6);
    pulseAll(noisy, state, 1);
    const { deviation } = moments(conductances(noisy, state));
    expect(Math.abs(deviation / 0.9527e-6 - 1)).toBeLessThan(5 / Math.sqrt(2 * n) + 1e-3);
  });

  it('leaves cells that do not move alone, stuck or worn out', () => {
    const model = linearStep({ gMinS: 0, gMaxS: 25e-6, weightMin: -1, weightMax: 1, step: 0.001 });
    const error = programmingErrorOf(inferenceNoiseNamed('pcm-2019'));
    const stuck = withProgrammingError(withStuckCells(model, { high: 1 }), error);
    const state = devicesOf(stuck, 64);
    pulseAll(stuck, state, -3);
    expect(new Set(conductances(stuck, state))).toEqual(new Set([Math.fround(25e-6)]));
    const worn = withProgrammingError(withEndurance(model, { pulses: 4 }), error);
    const spent = devicesOf(worn, 64);
    pulseAll(worn, spent, 5);
    const seen = conductances(worn, spent);
    pulseAll(worn, spent, 5, 1);
    expect(conductances(worn, spent)).toEqual(seen);
  });
});

describe('PCM over time', () => {
  const n = 20_000;
  const chip = linearStep({ gMinS: 0, gMaxS: 25e-6, weightMin: -1, weightMax: 1, step: 0.001 });
  const model = withInferenceNoise(chip, 'pcm-2019');
  const state = devicesOf(model, n, 12.5e-6);
  const read = (timeSec: number, random = createRandom(2)) =>
    model.conductanceAtInto!(new Float32Array(n), state, { timeSec, draw: { random, step: 0 } });

  it('drifts by the exponent at its conductance', () => {
    // r = 0.5: mean of nu = clip(-0.0155 ln r + 0.0244) = 0.049 (0.0351 clipped), deviation 0.008.
    const { mean } = moments(read(1e6).map((g) => Math.log(g)));
    const decades = Math.log((1e6 + 20) / 20);
    const readVariance = (0.0088 / 0.5 ** 0.65) ** 2 * Math.log((1e6 + 250e-9) / 500e-9);
    // E ln(1 + sigma xi) = -sigma^2 / 2 to second order.
    expect(mean).toBeCloseTo(Math.log(12.5e-6) - 0.049 * decades - readVariance / 2, 2);
  });

  it('scatters by the spread of exponents and by 1/f noise', () => {
    const decades = Math.log((1e6 + 20) / 20);
    const readVariance = (0.0088 / 0.5 ** 0.65) ** 2 * Math.log((1e6 + 250e-9) / 500e-9);
    const { deviation } = moments(read(1e6).map((g) => Math.log(g)));
    expect(deviation).toBeCloseTo(Math.sqrt((0.008 * decades) ** 2 + readVariance), 2);
  });
});

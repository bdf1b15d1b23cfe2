import { describe, expect, it } from 'vitest';
import { createRandom, InputError, presetPulses, presets, tracePreset } from '../../../devices/index.js';
import { published } from '../../oracles/devices/published.js';

const random = createRandom(1);

describe('the noiseless trace of a published device', () => {
  it('exists for every one', () => {
    expect(presets.map((preset) => preset.name).sort()).toEqual(Object.keys(published).sort());
  });

  it.each(Object.entries(published))('%s is the published recurrence', (name, curves) => {
    const trace = tracePreset(name, { noiseless: true, random });
    const { up, down } = presetPulses(name);
    expect(trace.up.length).toBe(up + 1);
    const range = Math.abs(curves.down(0) - curves.up(0));
    // Relative to the range, as the trace is: siemens of a tenth of a microsecond have no absolute
    // scale.
    const error = (found: readonly number[], wanted: (n: number) => number) => {
      const stride = Math.max(1, Math.floor(found.length / 100));
      let most = 0;
      for (let n = 0; n < found.length; n += stride) {
        most = Math.max(most, Math.abs(found[n] - wanted(n)) / range);
      }
      return Math.max(most, Math.abs(found.at(-1)! - wanted(found.length - 1)) / range);
    };
    expect(error(trace.up, curves.up)).toBeLessThan(5e-6);
    if (trace.down === null) return expect(name).toBe('pcm');
    expect(trace.down.length).toBe(down + 1);
    expect(error(trace.down, curves.down)).toBeLessThan(5e-6);
  });

  it('stays at the bound beyond the published pulses', () => {
    const { up } = tracePreset('epiram', { up: 70, noiseless: true, random });
    // Single precision may leave the last pulse a few parts in 10^7 short.
    for (const g of up.slice(64)) expect(Math.abs(g * 81e3 - 1)).toBeLessThan(1e-6);
    expect(new Set(up.slice(65)).size).toBe(1);
  });
});

describe('a trace with noise', () => {
  it('is one device of its own for every seed', () => {
    const trace = (seed: number) => tracePreset('reram-array-om', { random: createRandom(seed) });
    expect(trace(1)).toEqual(trace(1));
    expect(trace(1).up).not.toEqual(trace(2).up);
  });

  it('is the noiseless one on average', () => {
    const mean = tracePreset('epiram', { noiseless: true, up: 20, random }).up[20];
    const draws = Array.from(
      { length: 400 },
      (_, seed) => tracePreset('epiram', { up: 20, random: createRandom(seed) }).up[20],
    );
    const average = draws.reduce((sum, g) => sum + g, 0) / draws.length;
    const { min, max } = tracePreset('epiram', { up: 0, random }).conductanceS;
    // 20 pulses of 2 % of the range each, clipped little and curved little: sigma is at most 0.02
    // sqrt(20) of the range.
    expect(Math.abs(average - mean) / (max - min)).toBeLessThan(5 * 0.02 * Math.sqrt(20 / 400));
  });
});

it('names what it does not know', () => {
  expect(() => tracePreset('rram', { random })).toThrow(InputError);
  expect(() => tracePreset('rram', { random })).toThrow(
    /Unknown device preset "rram", expected one of reram-es/,
  );
  expect(() => tracePreset('pcm', { up: -1, random })).toThrow(/trace: up must be a whole number/);
});

import { describe, expect, it } from 'vitest';
import { createRandom, normalInto } from '../../devices/index.js';
import { createHomeostasis } from '../../src/target/homeostasis.js';
import {
  createSelfDefinedTarget,
  type SelfDefinedTargetOptions,
} from '../../src/target/self-defined-target.js';

const units = 30;
const winners = 3;
const batch = 16;
const random = createRandom(11);

function createTarget(options: Partial<SelfDefinedTargetOptions> = {}) {
  const homeostasis = { gain: 0.5, targetActivity: winners / units };
  return createSelfDefinedTarget({ units, winners, labelSmoothing: 0, homeostasis, random, ...options });
}

/**
 * A population in which unit i answers i / units + 0.1 xi: without help the last few always win.
 */
function unequalOutputs(step: number): Float32Array {
  const outputs = normalInto(new Float32Array(batch * units), { random: random.stream('outputs'), step });
  return outputs.map((xi, i) => (i % units) / units + 0.1 * xi);
}

/** Share of images that each unit wins in batches from .. to - 1. */
function winRates(gain: number, { settle, batches }: { settle: number; batches: number }) {
  const target = createTarget({ homeostasis: { gain, targetActivity: winners / units } });
  const d = new Float32Array(batch * units);
  const wins = new Float64Array(units);
  let before = new Float32Array(0);
  for (let step = 0; step < settle + batches; step++) {
    if (step === settle) before = target.homeostasis.threshold.slice();
    target.targetInto(d, unequalOutputs(step), { batch, mask: null, step });
    target.homeostasis.observe(d, batch);
    if (step >= settle) for (let i = 0; i < d.length; i++) wins[i % units] += d[i];
  }
  const moved = target.homeostasis.threshold.map((h, unit) => h - before[unit]);
  return { rates: wins.map((n) => n / (batch * batches)), moved };
}

describe('homeostasis', () => {
  it('follows a running average where images come one at a time', () => {
    const options = { gain: 0.3, targetActivity: 0.25, averaging: 0.1 };
    const { observe, threshold, activity, reset } = createHomeostasis(2, options);
    let [a, h] = [0, 0];
    for (const d of [1, 0, 1, 1, 0]) {
      a = 0.9 * a + 0.1 * d;
      h += 0.3 * (a - 0.25);
      observe(Float32Array.of(d, 1 - d), 1);
      expect(activity[0]).toBeCloseTo(a, 6);
      expect(threshold[0]).toBeCloseTo(h, 6);
    }
    reset();
    expect([...threshold, ...activity]).toEqual([0, 0, 0, 0]);
  });

  it('equalises the win rates of unequal units', () => {
    const [gain, batches] = [0.5, 2000];
    const { rates } = winRates(gain, { settle: 200, batches });
    // H integrates rate - k/N, so a rate is off by its change of H over gain x batches. Settled,
    // thresholds differ by what the outputs do, 1 + 2 x 5 x 0.1 at most, plus a batch's step of at
    // most `gain`.
    const tolerance = (2 + gain) / (gain * batches);
    for (const rate of rates) expect(Math.abs(rate - winners / units)).toBeLessThan(tolerance);
  });

  it('moves a threshold by exactly gain x (wins - fair share), summed', () => {
    const [gain, batches] = [0.1, 100];
    const { rates, moved } = winRates(gain, { settle: 10, batches });
    rates.forEach((rate, unit) => {
      expect(moved[unit]).toBeCloseTo(gain * batches * (rate - winners / units), 4);
    });
  });

  it('without gain leaves the wins to a few', () => {
    const { rates, moved } = winRates(0, { settle: 0, batches: 500 });
    expect(Math.max(...moved.map(Math.abs))).toBe(0);
    // Equal shares are 0.1 each; the mean output falls by 1/30 a unit, a third of the noise.
    expect(rates[units - 1]).toBeGreaterThan(0.5);
    expect(rates.filter((rate) => rate < 1e-3).length).toBeGreaterThan(units / 2);
  });

  it('starts every epoch at zero', () => {
    const { homeostasis } = createTarget();
    homeostasis.observe(new Float32Array(units).fill(1), 1);
    homeostasis.reset();
    expect([...homeostasis.threshold]).toEqual(Array(units).fill(0));
  });
});

describe('self-defined target', () => {
  const outputs = unequalOutputs(0);

  it('smooths so that every image keeps the sum of its targets', () => {
    const d = new Float32Array(batch * units);
    createTarget({ labelSmoothing: 0.3 }).targetInto(d, outputs, { batch, mask: null, step: 0 });
    for (let b = 0; b < batch; b++) {
      const image = [...d.subarray(b * units, (b + 1) * units)];
      expect(image.reduce((sum, x) => sum + x)).toBeCloseTo(winners, 5);
      expect(image.filter((x) => Math.abs(x - 0.73) < 1e-6).length).toBe(winners);
      expect(image.filter((x) => Math.abs(x - 0.03) < 1e-6).length).toBe(units - winners);
    }
  });

  it('is zero where dropout silenced the unit, winner or not', () => {
    const mask = Float32Array.from(outputs, (_, i) => Number(i % units !== units - 1));
    const d = new Float32Array(batch * units);
    createTarget({ labelSmoothing: 0.3 }).targetInto(d, outputs, { batch, mask, step: 0 });
    for (let i = 0; i < d.length; i++) expect(d[i] === 0).toBe(mask[i] === 0);
  });

  it('throws on a number of winners or a smoothing that cannot be', () => {
    expect(() => createTarget({ winners: 31 })).toThrow('target.winners must be a whole number in [1, 30]');
    expect(() => createTarget({ labelSmoothing: 1.5 })).toThrow('target.labelSmoothing');
  });
});

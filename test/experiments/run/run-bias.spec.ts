import { describe, expect, it } from 'vitest';
import { quickDigits, runOf } from '../run-fixture.js';

const setting = ['learning.epochs=3', 'learning.target.winners=3', 'learning.schedule.kind=constant'];

describe('homeostasis on a chip', () => {
  it('as a bias voltage keeps many neurons learning, where it has the range for it', async () => {
    const accuracyWith = async (...set: string[]) => {
      const bias = ['hardware.homeostasis.as=bias', ...set];
      return (await runOf(await quickDigits(...setting, ...bias))).result.accuracy.average ?? 0;
    };
    // Chance is 0.1; without a controller three neurons take all.
    expect(await accuracyWith('hardware.homeostasis.range=2')).toBeGreaterThan(0.25);
    expect(await accuracyWith('hardware.homeostasis.range=0.01')).toBeLessThan(0.2);
  });

  it('leaves the voltages of some neurons over the run in the result, on the codes of their DACs', async () => {
    const { result } = await runOf(await quickDigits(...setting, 'hardware.homeostasis.bits=4'));
    const { units, samples } = result.homeostasis!;
    expect(units.length).toBe(16);
    // 32 in the first epoch of 30 batches, as far as there are batches, and 2 in each of the
    // others.
    expect(samples.length).toBe(34);
    expect(samples.at(-1)?.images).toBe(3 * 480);
    const step = 0.5 / 7;
    const codes = samples.flatMap(({ values }) => values.map((h) => h / step));
    for (const code of codes) expect(Math.abs(code - Math.round(code))).toBeLessThan(1e-3);
    expect(new Set(codes.map(Math.round)).size).toBeGreaterThan(2);
    for (const { lowest, highest, deviation } of samples) {
      expect(deviation).toBeLessThanOrEqual(highest - lowest);
      expect(Math.max(-lowest, highest)).toBeLessThan(0.5 + 1e-4);
    }
  });
});

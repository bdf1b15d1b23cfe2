import { describe, expect, it } from 'vitest';
import { createRandom, uniformInto } from '../../../devices/index.js';
import { pairedBootstrap } from '../../../src/experiments/results/bootstrap.js';

const random = createRandom(17);

/** 0 or 1 an image, 1 with probability p. */
function answers(n: number, { p, step, name }: { p: number; step: number; name: string }): Uint8Array {
  const u = uniformInto(new Float32Array(n), { random: random.stream(name), step });
  return Uint8Array.from(u, (x) => Number(x < p));
}

describe('pairedBootstrap', () => {
  it('is the normal approximation of the paired difference, for many images', () => {
    const n = 4000;
    const [a, b] = [answers(n, { p: 0.7, step: 0, name: 'a' }), answers(n, { p: 0.6, step: 0, name: 'b' })];
    const differences = Array.from(a, (x, i) => x - b[i]);
    const mean = differences.reduce((sum, d) => sum + d, 0) / n;
    const deviation = Math.sqrt(differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / n);
    const [low, high] = pairedBootstrap(a, b, { random, draws: 2000 });
    const error = deviation / Math.sqrt(n);
    // A 2.5 % quantile of 2000 draws has a standard error of 0.06 standard deviations; 5 of them.
    expect(Math.abs((low - mean) / error + 1.96)).toBeLessThan(0.3);
    expect(Math.abs((high - mean) / error - 1.96)).toBeLessThan(0.3);
  });

  it('covers the true difference 95 times in 100', () => {
    const [trials, n] = [300, 150];
    let covered = 0;
    for (let step = 0; step < trials; step++) {
      const [a, b] = [answers(n, { p: 0.8, step, name: 'a' }), answers(n, { p: 0.7, step, name: 'b' })];
      const [low, high] = pairedBootstrap(a, b, { random: random.stream(`${step}`), draws: 300 });
      if (low <= 0.1 && 0.1 <= high) covered++;
    }
    // 5 standard deviations of 300 trials, 5 sqrt(0.95 x 0.05 / 300) = 6.3 %.
    expect(Math.abs(covered / trials - 0.95)).toBeLessThan(0.063);
  });

  it('is a point where two answer alike, however often they err, and turns with its sides', () => {
    const [a, b] = [
      answers(500, { p: 0.6, step: 0, name: 'a' }),
      answers(500, { p: 0.5, step: 0, name: 'b' }),
    ];
    expect(pairedBootstrap(a, a, { random })).toEqual([0, 0]);
    const [low, high] = pairedBootstrap(a, b, { random });
    const [turnedLow, turnedHigh] = pairedBootstrap(b, a, { random });
    // Equal draws, mirrored: quantiles of 1000 meet to a rank.
    expect(turnedLow).toBeCloseTo(-high, 2);
    expect(turnedHigh).toBeCloseTo(-low, 2);
  });
});

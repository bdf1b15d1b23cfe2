import { describe, expect, test } from 'vitest';
import { createRandom, normalInto } from '../../../devices/index.js';
import { rankCosts } from '../../../src/experiments/estimate/cost-ranking.js';

const images = Number.POSITIVE_INFINITY;
const maxSeeds = 10;
const looks = maxSeeds - 1;

/** Costs of items about their means, [item][seed], with a deviation each. */
function drawCosts(means: readonly number[], deviations: readonly number[], step: number): number[][] {
  const random = createRandom(11).stream('costs');
  const xi = normalInto(new Float32Array(means.length * maxSeeds), { random, step });
  return means.map((mean, i) =>
    Array.from(xi.subarray(i * maxSeeds, (i + 1) * maxSeeds), (z) => mean + deviations[i] * z),
  );
}

/** Looks after each seed at the items still open; the last ranking and the seeds that it took. */
function race(costs: readonly (readonly number[])[], top: number) {
  const seen = costs.map(() => 1);
  let open = costs.map((_, i) => i);
  for (let seeds = 2; seeds <= maxSeeds; seeds++) {
    for (const i of open) seen[i] = seeds;
    const ranking = rankCosts(
      costs.map((own, i) => own.slice(0, seen[i])),
      { top, looks, images },
    );
    open = [...ranking.open, ...ranking.rivals];
    if (ranking.open.length === 0) return { ...ranking, seeds, runs: seen.reduce((sum, n) => sum + n, 0) };
  }
  return null;
}

describe('the order of costs', () => {
  const trials = 300;
  const means = [20, 15, ...new Array<number>(10).fill(0)];
  const alike = means.map(() => 1);
  const spread = normalInto(new Float32Array(means.length), {
    random: createRandom(3).stream('deviations'),
    step: 0,
  });

  test.each([
    ['alike', alike],
    ['differently', Array.from(spread, (z) => Math.exp(0.6 * z))],
  ])(
    'calls items of the same cost that vary %s apart in 5 %% of races at most, whenever they end',
    (_, deviations) => {
      // The third place is among ten equals: to be certain of it is always an error.
      let wrong = 0;
      for (let step = 0; step < trials; step++) if (race(drawCosts(means, deviations, step), 3)) wrong++;
      // 5 sigma of a share of 300: 5 sqrt(0.05 0.95 / 300) = 0.063.
      expect(wrong / trials).toBeLessThan(0.05 + 0.063);
    },
  );

  test('is certain of large differences after two or three seeds, with the right items', () => {
    const apart = [30, 25, 20, ...new Array<number>(9).fill(0)];
    for (let step = 0; step < 50; step++) {
      const found = race(drawCosts(apart, alike, step), 3);
      expect(found?.ranks.slice(0, 3).every(([, last]) => last <= 3)).toBe(true);
      expect(found?.ranks.slice(3).every(([first]) => first > 3)).toBe(true);
      expect(found?.seeds).toBeLessThanOrEqual(3);
    }
  });

  test('takes fewer runs than all items on all seeds where some are close', () => {
    const close = [30, 25, 4, 2, ...new Array<number>(8).fill(-10)];
    for (let step = 0; step < 20; step++) {
      const found = race(drawCosts(close, alike, step), 3);
      if (!found) continue;
      expect(found.runs).toBeLessThan(close.length * found.seeds + 1);
      expect(found.ranks[2]![1]).toBe(3);
    }
  });

  test('is open after one seed, and does not depend on the order of the items', () => {
    const costs = drawCosts([3, 2, 1, 0], [1, 1, 1, 1], 1);
    const options = { top: 2, looks, images };
    const one = rankCosts(
      costs.map((own) => own.slice(0, 1)),
      options,
    );
    expect(one).toEqual({
      ranks: costs.map(() => [1, 4]),
      open: [0, 1, 2, 3],
      rivals: [],
    });
    const { ranks } = rankCosts(costs, options);
    const reversed = rankCosts([...costs].reverse(), options);
    expect([...reversed.ranks].reverse()).toEqual(ranks);
  });

  test('does not take what sampling leaves open for an order, though all seeds agree', () => {
    const costs = [
      [0.011, 0.011, 0.011],
      [0.01, 0.01, 0.01],
      [0, 0, 0],
    ];
    const of = (count: number) => rankCosts(costs, { top: 1, looks: 1, images: count }).ranks;
    expect(of(100)).toEqual(costs.map(() => [1, 3]));
    expect(of(1e7)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });
});

import { describe, expect, test } from 'vitest';
import { compare } from '../../../src/experiments/compare/compare.js';
import { train } from '../../../src/experiments/compare/train.js';
import { overSeeds } from '../../../src/experiments/results/repeats.js';
import type { Comparison } from '../../../src/experiments/results/result.js';
import { meanInterval } from '../../../src/experiments/results/statistics.js';
import { result } from '../../report/sample-result.js';
import { digits, quickDigits, still } from '../run-fixture.js';

const small = ['dataset.train=80', 'dataset.test=60', 'network.layers=[64,20]'];

test('seeds repeat a comparison: each run is the mean of single ones, each difference has an interval over seeds', async () => {
  const configuration = await quickDigits(...small, 'seeds=[4, 5, 6]');
  const { result } = await compare(configuration, digits, still);
  expect(result.runs.map(({ id }) => id)).toEqual(['backprop-ideal', 'eqprop-ideal', 'eqprop-chip']);
  const chip = result.runs[2]!;
  expect(chip.repeats!.map(({ seed }) => seed)).toEqual([4, 5, 6]);
  const single = await train(await quickDigits(...small, 'seed=5'), digits, still);
  expect(chip.repeats![1]!.accuracy).toEqual(single.result.runs[0]!.accuracy);
  const values = chip.repeats!.map(({ accuracy }) => accuracy.average!);
  const mean = values.reduce((a, b) => a + b) / 3;
  expect(chip.accuracy.average).toBeCloseTo(mean, 12);
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 2);
  // Student's t of two degrees of freedom: 4.3027.
  expect(chip.intervals!.average![1]).toBeCloseTo(mean + (4.3027 * deviation) / Math.sqrt(3), 6);
  const against = result.runs[1]!;
  const { delta } = result.comparisons.find(
    ({ of, against: to }) => of === 'eqprop-chip' && to === 'eqprop-ideal',
  )!;
  expect(delta).toBeCloseTo(chip.accuracy.average! - against.accuracy.average!, 12);
});

describe('a difference that not every seed has', () => {
  const single = result();
  const [, ...others] = single.comparisons;
  const lost = { ...result({ seed: 8 }), runs: single.runs.slice(0, 2), comparisons: [] };

  test('of one seed alone is that seed’s, its interval over the images', () => {
    expect(overSeeds([single, lost]).comparisons).toEqual(single.comparisons);
    expect(overSeeds([lost, single]).comparisons).toEqual(single.comparisons);
  });

  test('of several is their mean, whichever is the first', () => {
    const shifted = single.comparisons.map((one) => ({ ...one, delta: one.delta + 0.02 }));
    const { comparisons } = overSeeds([
      { ...single, comparisons: others },
      { ...single, comparisons: shifted },
      single,
    ]);
    expect(comparisons.map(nameOf).sort()).toEqual(single.comparisons.map(nameOf).sort());
    for (const one of comparisons) {
      const { delta } = single.comparisons.find((own) => nameOf(own) === nameOf(one))!;
      const values = nameOf(one) === nameOf(single.comparisons[0]!) ? [0.02, 0] : [0, 0.02, 0];
      const { mean, ci95 } = meanInterval(values.map((shift) => delta + shift));
      expect(one.delta).toBeCloseTo(mean, 12);
      expect(one.ci95).toEqual(ci95!.map((end) => expect.closeTo(end, 12)));
    }
  });
});

const nameOf = ({ of, against }: Comparison) => `${of} ${against}`;

test('one seed in the list is that seed, alone', async () => {
  const { result } = await train(await quickDigits(...small, 'seeds=[5]'), digits, still);
  expect(result.runs[0]).toMatchObject({ seed: 5 });
  expect(result.runs[0]).not.toHaveProperty('repeats');
});

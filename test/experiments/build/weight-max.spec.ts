import { describe, expect, it } from 'vitest';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { weightMaxOf } from '../../../src/experiments/build/weight-max.js';
import { quickDigits, runOf } from '../run-fixture.js';

/** -100, 99, -98, ... 1: magnitudes of 1 to 100 in no order of size. */
const hundred = Float32Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? -(100 - i) : 100 - i));

describe('the weight that takes the whole range', () => {
  it.each([
    [{ percentile: 100 }, 100],
    // 0.99 of the way from the 1st to the 100th: between the 99th and the next.
    [{ percentile: 99 }, 99.01],
    [{ percentile: 50 }, 50.5],
    ['largest', 100],
    [7, 7],
  ] as const)('%j of 1 to 100 is %d', (weightMax, wanted) => {
    expect(weightMaxOf(weightMax, hundred, 0)).toBeCloseTo(wanted, 10);
  });

  it('counts deviations about the mean', () => {
    // Mean 1, deviation 2.
    const weights = [3, -1, 3, -1];
    expect(weightMaxOf({ deviations: 1.5 }, weights, 0)).toBeCloseTo(3, 12);
    expect(weightMaxOf({ deviations: 3 }, hundred, 0)).toBeCloseTo(3 * Math.sqrt(338_350 / 100 - 0.25), 4);
  });

  it('is the largest magnitude where the rule gives 0, and 1 of no weights', () => {
    const sparse = [0, 0, 0, 0, -2];
    expect(weightMaxOf({ percentile: 50 }, sparse, 0)).toBe(2);
    expect(weightMaxOf({ deviations: 3 }, [0.5, 0.5], 0)).toBe(0.5);
    for (const rule of ['largest', { percentile: 99 }, { deviations: 3 }] as const) {
      expect(weightMaxOf(rule, [0, 0], 0)).toBe(1);
      expect(weightMaxOf(rule, [], 0)).toBe(1);
    }
  });

  it('is told array by array in a list', () => {
    const list = [0.5, 'largest', { percentile: 50 }, { deviations: 1 }] as const;
    const found = list.map((_, index) => weightMaxOf(list, [1, -1, 3, -3], index));
    expect(found).toEqual([0.5, 3, 2, Math.sqrt(5)]);
  });
});

describe('array.weightMax of a configuration', () => {
  const resolve = (weightMax: unknown) =>
    resolveConfiguration({ hardware: { array: { weightMax } } }, { source: 'chip.yaml' });

  it('takes a number, a rule, or a list of them', async () => {
    for (const weightMax of [{ percentile: 99.9 }, { deviations: 3 }, [{ percentile: 99 }]]) {
      expect(await resolve(weightMax)).toMatchObject({ hardware: { array: { weightMax } } });
    }
  });

  const all =
    'weightMax: .*, expected largest, {percentile: P} with P in \\(0, 100\\], {deviations: D} or a number, each in \\(0, 1000\\], or a list of these, one per array';
  it.each([
    ['{"percentile":0}', 'weightMax.percentile: 0, expected a number above 0, at most 100'],
    ['{"percentile":101}', 'weightMax.percentile: 101, expected a number above 0, at most 100'],
    ['{"deviations":0}', 'weightMax.deviations: 0, expected a number above 0, at most 1000'],
    ['[0]', 'weightMax\\[0\\]: 0, expected'],
    ['{"percentile":99,"deviations":3}', all],
    ['"most"', all],
  ])('%s is an error that says what there is', async (text, message) => {
    await expect(resolve(JSON.parse(text))).rejects.toThrow(
      new RegExp(`^chip.yaml: hardware.array.${message.replaceAll('{', '\\{').replaceAll('}', '\\}')}`),
    );
  });

  it('clips the share of the weights that its percentile leaves out', async () => {
    const set = ['learning.epochs=0', 'hardware.array.weightMax={percentile: 90}'];
    const { result } = await runOf(await quickDigits(...set));
    // 2,560 weights; an interpolated percentile leaves out a tenth of them.
    expect(result.chip?.clippedWeights).toBeCloseTo(0.1, 3);
  });
});

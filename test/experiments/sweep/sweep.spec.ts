import { describe, expect, it } from 'vitest';
import { createRandom, InputError } from '../../../devices/index.js';
import { parseDistribution } from '../../../src/experiments/sweep/distribution.js';
import { planSweep } from '../../../src/experiments/sweep/plan-sweep.js';
import { pointsOf } from '../../../src/experiments/sweep/points.js';
import { parseSweepBlock } from '../../../src/experiments/sweep/sweep-block.js';

const random = createRandom(1).stream('sweep');
const pointsIn = (block: unknown) => pointsOf(parseSweepBlock(block, 'test'), random);

describe('points', () => {
  it('are every combination of the grid at each of the list, with each draw', () => {
    const points = pointsIn({
      list: [{ a: 1 }, { a: 2, b: [3] }],
      grid: { c: [0, 1], d: ['x', 'y', 'z'] },
      draws: { n: 5, e: { choice: [7] } },
    });
    expect(points.length).toBe(2 * 2 * 3 * 5);
    expect(points[0]).toEqual({ a: 1, c: 0, d: 'x', e: 7 });
    expect(points[5]).toEqual({ a: 1, c: 0, d: 'y', e: 7 });
    expect(points.at(-1)).toEqual({ a: 2, b: [3], c: 1, d: 'z', e: 7 });
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(2 * 2 * 3);
  });

  it('keep their draws when there are more of them, or of other fields', () => {
    const few = pointsIn({ draws: { n: 3, a: { normal: [0, 1] } } });
    const more = pointsIn({ draws: { n: 6, b: { uniform: [0, 1] }, a: { normal: [0, 1] } } });
    expect(more.slice(0, 3).map(({ a }) => a)).toEqual(few.map(({ a }) => a));
    expect(new Set(more.map(({ a }) => a)).size).toBe(6);
  });
});

describe('a distribution', () => {
  const n = 4000;
  const draws = (given: unknown) => {
    const draw = parseDistribution(given, 'test');
    return Array.from({ length: n }, (_, step) => draw(random.stream('law'), step) as number);
  };
  const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;

  // Tolerances: five standard errors of a mean of n, deviation / sqrt(n).
  it.each<[unknown, number, number, (value: number) => number]>([
    [{ normal: [3, 2] }, 3, 2, (value) => value],
    [{ logNormal: [100, 0.5] }, Math.log(100), 0.5, Math.log],
    [{ uniform: [2, 6] }, 4, 4 / Math.sqrt(12), (value) => value],
    [{ logUniform: [0.01, 1] }, Math.log(0.1), Math.log(100) / Math.sqrt(12), Math.log],
    [{ integer: [1, 3] }, 2, Math.sqrt(2 / 3), (value) => value],
    [{ choice: [0, 1, 5] }, 2, Math.sqrt(14 / 3), (value) => value],
  ])('%j has its mean and its deviation', (given, mean, deviation, scale) => {
    const values = draws(given).map(scale);
    expect(Math.abs(meanOf(values) - mean)).toBeLessThan((5 * deviation) / Math.sqrt(n));
    const spread = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
    // The deviation of a sample deviation is at most that of a normal one, deviation / sqrt(2 n),
    // for flatter distributions.
    expect(Math.abs(spread - deviation)).toBeLessThan((5 * deviation) / Math.sqrt(2 * n));
  });

  it('of whole numbers takes both bounds and nothing else', () => {
    expect([...new Set(draws({ integer: [-1, 2] }))].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });
});

describe('a plan', () => {
  const base = { dataset: { name: 'digits', train: 32, test: 32 }, network: { layers: [64, 10] } };

  it('resolves every point; one that is unsound stays with its error', async () => {
    const sweep = { grid: { 'hardware.read.noise': [0, -1], seed: [5, 6] } };
    const plan = await planSweep({ ...base, sweep }, { source: 'x.yaml', set: ['dataset.test=8'] });
    expect(plan.fields).toEqual(['hardware.read.noise', 'seed']);
    expect(plan.points.map(({ error }) => error)).toEqual([
      null,
      null,
      'x.yaml: sweep point 2: hardware.read.noise: -1, expected a number in [0, 10]',
      'x.yaml: sweep point 3: hardware.read.noise: -1, expected a number in [0, 10]',
    ]);
    expect(plan.points[1]!.task!.configuration).toMatchObject({ seed: 6, dataset: { test: 8 } });
    expect(new Set(plan.points.map(({ key }) => key)).size).toBe(4);
  });

  it.each([
    ['a chip that is only programmed', { hardware: { training: 'transfer' } }, {}],
    ['training that varies', {}, { 'hardware.training': ['in-situ', 'transfer'] }],
    ['a rule that varies', {}, { 'learning.rule': ['eqprop', 'backprop'] }],
    [
      'hidden layers that vary',
      {},
      {
        'network.layers': [
          [784, 20],
          [784, 30, 10],
        ],
      },
    ],
    ['labels', { learning: { mode: 'supervised', target: { winners: 1 } } }, {}],
    ['a published device', { hardware: { device: { preset: 'epiram' } } }, {}],
    [
      'a model of its own parameters',
      {
        hardware: {
          device: { model: 'linear-step', gMinS: 1e-6, gMaxS: 1e-4, weightMin: -1, weightMax: 1, step: 0.01 },
        },
      },
      {},
    ],
    [
      'a resistive network',
      {
        network: { energy: 'resistive', layers: [784, 30, 10], inputGain: 10 },
        hardware: 'ideal',
        learning: { dropout: [0, 0, 0], eqprop: { strategy: 'block' } },
      },
      {},
    ],
  ])('with %s follows from the configuration that it leaves', async (_, own, grid) => {
    const raw = { ...own, sweep: { grid: { seed: [1, 2], ...grid } } };
    const plan = await planSweep(raw, { source: 'test' });
    expect(plan.points.flatMap(({ error }) => error ?? [])).toEqual([]);
    expect(await planSweep(plan.config, { source: 'test' })).toEqual(plan);
  });

  it('follows from the configuration that it leaves', async () => {
    const sweep = {
      run: 'compare',
      grid: { 'hardware.array.wordLineOhm': ['1 ohm', -1] },
      draws: { n: 2, 'hardware.read.noise': { uniform: [0, 0.1] } },
    };
    const set = ['seed=4', 'sweep.draws.n=3'];
    const plan = await planSweep({ ...base, sweep }, { source: 'test', set });
    expect(plan.points.length).toBe(6);
    expect(await planSweep(plan.config, { source: 'test' })).toEqual(plan);
  });

  it.each<[unknown, string]>([
    [{}, 'sweep: no field that varies, expected a grid, a list or draws'],
    [{ gird: {} }, 'sweep.gird: unknown key, did you mean sweep.grid?'],
    [{ grid: { seed: 3 } }, 'sweep.grid.seed: 3, expected a list of values'],
    [{ grid: { seed: [1] }, list: [{ seed: 2 }] }, 'sweep: seed varies twice'],
    [{ grid: { 'a..b': [1] } }, 'sweep: a..b, expected a path such as hardware.read.noise'],
    [
      { draws: { seed: { integer: [0, 1] } } },
      'sweep.draws.n: nothing, expected a whole number in [1, 100000]',
    ],
    [
      { draws: { n: 2, seed: 3 } },
      'sweep.draws.seed: 3, expected a distribution such as {normal: [0.3, 0.1]}',
    ],
    [
      { draws: { n: 2, seed: { norml: [0, 1] } } },
      'sweep.draws.seed: norml: unknown distribution, did you mean normal?',
    ],
    [
      { draws: { n: 2, seed: { uniform: [1, 0] } } },
      'sweep.draws.seed.uniform: [1,0], expected [least, most]',
    ],
    [
      { draws: { n: 100_000, seed: { choice: [0] } }, grid: { name: ['a', 'b'] } },
      'sweep: 200000 points, expected at most 100000',
    ],
    [
      { grid: { 'hardware.read.nois': [1, 2] } },
      'sweep point 0: hardware.read.nois: unknown key, did you mean hardware.read.noise?',
    ],
  ])('of %j is refused', async (sweep, message) => {
    const refused = planSweep({ ...base, sweep }, { source: 'test' });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(`test: ${message}`);
  });
});

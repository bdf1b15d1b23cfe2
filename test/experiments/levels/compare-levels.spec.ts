import { expect, test } from 'vitest';
import { createSimdKernels } from '../../../crossbar/index.js';
import { compareLevels, levelsOf } from '../../../src/experiments/levels/compare-levels.js';
import { executeAll } from '../../../src/experiments/tasks/executor.js';
import { createInProcess } from '../../../src/experiments/tasks/in-process.js';
import { levelsHtml } from '../../../src/report/pages/levels-html.js';
import { digits, quickDigits } from '../run-fixture.js';

const small = ['dataset.train=64', 'dataset.test=60', 'network.layers=[64,20]', 'seeds=[1, 2]'];
const block = 'compare={vary: read.noise, values: [0, 0.5], rules: [eqprop, backprop]}';

test('both rules, ideal and on the chip, at every level and with every seed, and how their updates point', async () => {
  const configuration = await quickDigits(...small, block);
  const world = { nowSec: () => 0, createKernels: () => createSimdKernels() };
  const executor = createInProcess(world);
  let count = 0;
  const result = await compareLevels(
    configuration,
    { levels: await levelsOf(configuration, 'test'), dataset: digits },
    {
      ...world,
      async execute(tasks) {
        count += tasks.length;
        return new Map((await executeAll(executor, tasks)).map((outcome) => [outcome.key, outcome]));
      },
    },
  );
  // Two rules, each with two seeds of ideal floats and of two chips.
  expect(count).toBe(12);
  expect(result.failures).toEqual([]);
  expect(result.series.map(({ rule, hardware }) => `${rule}-${hardware}`)).toEqual([
    'eqprop-ideal',
    'eqprop-chip',
    'backprop-ideal',
    'backprop-chip',
  ]);
  for (const { points } of result.series) {
    expect(points.map(({ level, values }) => [level, values.length])).toEqual([
      [0, 2],
      [0.5, 2],
    ]);
  }
  const [ideal, chip] = result.series;
  expect(ideal!.points[0]!.values).toEqual(ideal!.points[1]!.values);
  expect(chip!.points[0]!.values).not.toEqual(chip!.points[1]!.values);
  expect(result.fidelity).toHaveLength(6);
  expect(result.bestBeta.map(({ level }) => level)).toEqual([0, 0.5]);
  expect(result.bestBeta[1]!.beta).toBe(Math.max(...result.fidelity.flatMap(({ beta }) => beta ?? [])));
  const page = levelsHtml(result);
  expect(page.match(/<svg/g)).toHaveLength(6);
  expect(page.split('<script>')[0]).not.toContain('NaN');
});

test('a level that makes no configuration is named', async () => {
  const configuration = await quickDigits('compare={vary: read.noise, values: [-1], rules: [eqprop]}');
  await expect(levelsOf(configuration, 'test')).rejects.toThrow('hardware.read.noise: -1');
  const unknown = await quickDigits('compare={vary: read.noize, values: [1], rules: [eqprop]}');
  await expect(levelsOf(unknown, 'test')).rejects.toThrow('did you mean');
});

test('the field may be named as a sweep names it', async () => {
  const short = await quickDigits(block);
  const long = await quickDigits(block.replace('read.noise', 'hardware.read.noise'));
  expect(long).toEqual(short);
  expect(await levelsOf(long, 'test')).toEqual(await levelsOf(short, 'test'));
});

test('updates are compared at the betas that the closed form takes', async () => {
  const one = 'compare={vary: read.noise, values: [0], rules: [eqprop]}';
  const configuration = await quickDigits(...small, 'seeds=[1]', one, 'learning.eqprop.dt=0.6');
  const world = { nowSec: () => 0, createKernels: () => createSimdKernels() };
  const { fidelity } = await compareLevels(
    configuration,
    { levels: await levelsOf(configuration, 'test'), dataset: digits },
    { ...world, execute: async () => new Map() },
  );
  expect(fidelity.map(({ beta }) => beta)).toEqual([0.05, 0.1, 0.2, 0.5]);
});

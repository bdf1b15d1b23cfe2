import { describe, expect, it } from 'vitest';
import { totalArea, totalOf } from '../../../crossbar/index.js';
import { configuredCost } from '../../../src/experiments/chip-report/chip-cost.js';
import { quickDigits } from '../run-fixture.js';

const hidden = [
  'network.layers=[64,40,10]',
  'learning.learningRate=[0.03,0.03]',
  'learning.dropout=[0,0,0]',
  'learning.backprop.learningRate=[1,1]',
  'learning.eqprop.strategy=block',
];

async function costOf(set: readonly string[]) {
  const configuration = await quickDigits(...set);
  const { hardware } = configuration;
  if (hardware === 'ideal') throw new Error('a chip was asked for');
  return configuredCost(configuration, hardware).cost;
}

describe('the cost of a configured chip', async () => {
  const one = await costOf(hidden);
  const writeJ = (cost: typeof one) => totalOf(cost.write).energyJ;

  it('of twin arrays is twice the arrays and their writes, and no more reads', async () => {
    const twin = await costOf([...hidden, 'hardware.array.phases=twin']);
    expect(twin.read).toEqual(one.read);
    expect(writeJ(twin) / writeJ(one)).toBeCloseTo(2, 9);
    expect(twin.areas.cells / one.areas.cells).toBeCloseTo(2, 9);
    const share = 1 / 16;
    const readsJ = (cost: typeof one) => totalOf(cost.image).energyJ - share * writeJ(cost);
    expect(readsJ(twin) / readsJ(one)).toBeCloseTo(1, 9);
    // The nudge's converters are there once.
    expect(totalArea(twin.areas)).toBeLessThan(2 * totalArea(one.areas));
  });

  it('of a second array for backward reads has room for it where a layer is read backward', async () => {
    const second = await costOf([...hidden, 'hardware.read.feedback=second-array']);
    expect(second.read).toEqual(one.read);
    expect(second.areas.cells / one.areas.cells).toBeCloseTo(
      (64 * 40 + 2 * 40 * 10) / (64 * 40 + 40 * 10),
      9,
    );
    expect(await costOf(['hardware.read.feedback=second-array'])).toEqual(await costOf([]));
  });

  it('shares a write among the images of a batch of the rule in force', async () => {
    const backprop = [...hidden, 'learning.rule=backprop'];
    const own = await costOf([...backprop, 'learning.backprop.batchSize=32']);
    expect(own).toEqual(await costOf([...backprop, 'learning.batchSize=32']));
    expect(await costOf([...hidden, 'learning.backprop.batchSize=32'])).toEqual(one);
  });
});

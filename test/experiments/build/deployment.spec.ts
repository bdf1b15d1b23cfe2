import { describe, expect, it } from 'vitest';
import type { Tensors } from '../../../src/data/readers/tensor.js';
import { run } from '../../../src/experiments/run/run.js';
import { digits, quickDigits, runOf, still } from '../run-fixture.js';

const supervised = [
  'learning.mode=supervised',
  'learning.epochs=3',
  'learning.schedule.kind=constant',
  'learning.learningRate=[0.05]',
  'learning.target.labelSmoothing=0',
  'learning.dropout=[0, 0]',
];

async function resultOf(...set: string[]) {
  return (await runOf(await quickDigits(...supervised, ...set))).result;
}
const accuracyOf = async (...set: string[]) => (await resultOf(...set)).accuracy.test ?? 0;

describe('weights transferred to a chip', async () => {
  const transferred = await resultOf('hardware.training=transfer');

  it('were learned by ideal floats and written once, by write and verify', async () => {
    const { chip } = transferred;
    expect(chip?.updates).toBe(0);
    expect(chip?.programming?.pulses).toBeGreaterThan(1000);
    // The test set, once.
    expect(chip?.forwardReads).toBe(360);
    // 64 levels over +-0.3: a fine chip; 360 images have a deviation of 2 points.
    expect(transferred.accuracy.test).toBeGreaterThan((await accuracyOf('hardware=ideal')) - 0.08);
  });

  it('are kept as the chip holds them', async () => {
    const configuration = await quickDigits(
      ...supervised,
      'hardware.training=transfer',
      'hardware.array.levels=3',
      'hardware.faults.stuckLow=0',
    );
    const { hardware, learning } = configuration;
    const kept = new Map<string, Tensors>();
    const keepWeights = (id: string, tensors: Tensors) => kept.set(id, tensors);
    await run(configuration, digits, { ...still, id: 'chip', rule: learning.rule, hardware, keepWeights });
    const weights = kept.get('chip-1')?.get('0.weight')?.data as Float32Array;
    // Two devices of three levels each.
    expect(new Set(weights).size).toBeLessThanOrEqual(9);
  });

  it('are off on a coarse chip, where training in place makes up for the faults', async () => {
    // Pairs about mid-range: one-sided ones make up for a device stuck at gMax by the other.
    const coarse = [
      'hardware.faults.stuckHigh=0.1',
      'hardware.array.levels=0',
      'hardware.array.mapping=differential',
    ];
    const [after, inPlace] = [
      await accuracyOf(...coarse, 'hardware.training=transfer'),
      await accuracyOf(...coarse),
    ];
    expect(after).toBeLessThan((transferred.accuracy.test ?? 0) - 0.05);
    expect(inPlace).toBeGreaterThan(after);
  });
});

describe('time between training and the test', () => {
  const drift = 'hardware.effects.drift={exponent: 0.1, deviation: 0.05, referenceSec: 1}';
  const month = 'hardware.read.inferenceAfterSec=2.6e6';

  it.each(['in-situ', 'transfer'])('lets the devices drift, %s', async (training) => {
    const set = [`hardware.training=${training}`, drift];
    const [now, later] = [await accuracyOf(...set), await accuracyOf(...set, month)];
    expect(later).toBeLessThan(now - 0.03);
  });

  it('is undone by drift compensation where all devices drift alike', async () => {
    const set = [
      'hardware.effects.drift={exponent: 0.1, deviation: 0, referenceSec: 1}',
      'hardware.read={noise: 0, nonlinearity: {kind: none}}',
      'hardware.converters.adc={bits: 24, range: 64}',
    ];
    const [now, later, compensated] = [
      await accuracyOf(...set),
      await accuracyOf(...set, month),
      await accuracyOf(...set, month, 'hardware.read.driftCompensation=global'),
    ];
    expect(later).toBeLessThan(now - 0.03);
    // To an image of the 360.
    expect(Math.abs(compensated - now)).toBeLessThan(1.5 / 360);
  });
});

describe('effects on devices, by name', async () => {
  const month = 'hardware.read.inferenceAfterSec=2.6e6';
  const transfer = 'hardware.training=transfer';
  const responses = async (...set: string[]) => {
    const { evaluation } = await runOf(await quickDigits(...supervised, ...set));
    return evaluation?.correct.test;
  };
  const without = { now: await responses(transfer), inPlace: await responses() };

  it.each([
    ['hardware.effects.writeNoise=0.05', transfer],
    ['hardware.effects.retention={lifetimeSec: 1e6, deviation: 0.2}', transfer, month],
    ['hardware.effects.flicker.strength=0.1', transfer, month],
    ['hardware.effects.telegraph={amplitude: 0.5, captureSec: 1000, emissionSec: 1000}', transfer, month],
    ['hardware.effects.published=hermes-1-device', 'hardware.device.gMaxS=10e-6', transfer, month],
  ])('%s shows', async (...set) => {
    expect(await responses(...set)).not.toEqual(without.now);
  });

  it('endurance ends training where the devices are used up', async () => {
    const worn = await resultOf('hardware.effects.endurance={pulses: 5}');
    expect(worn.accuracy.test).toBeLessThan((await accuracyOf()) - 0.05);
  });
});

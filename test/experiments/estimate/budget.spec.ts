import { describe, expect, test } from 'vitest';
import { createRandom, maxStates, normalInto } from '../../../devices/index.js';
import type { ChipConfiguration } from '../../../src/configuration/configuration.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import type { Mapping } from '../../../src/configuration/plain-data.js';
import { errorBudget, planBudget } from '../../../src/experiments/estimate/budget.js';
import { type ChipUse, chipUse } from '../../../src/experiments/estimate/chip-use.js';
import { estimatedCost } from '../../../src/experiments/estimate/estimated-cost.js';
import {
  nonIdealities,
  nonIdealitiesOf,
  withoutAll,
} from '../../../src/experiments/estimate/non-idealities.js';

const imperfect = {
  device: { upDownAsymmetry: 0.1 },
  array: { senseOhm: 100, phases: 'twin' },
  converters: { adc: { bits: 4, noise: 0.01 }, dac: { bits: 4 }, nudge: { bits: 4 } },
  write: { scheme: 'deterministic', noise: 0.1, disturb: 0.1 },
  read: { feedback: 'none' },
  neurons: { noise: 0.01 },
  effects: { drift: { exponent: 0.05 } },
};

async function chipOf(hardware: Mapping): Promise<ChipConfiguration> {
  const { hardware: chip } = await resolveConfiguration({ hardware }, { source: 'test' });
  if (chip === 'ideal') throw new Error('expected a chip');
  return chip;
}

/** All that a chip can be used for. */
const learning: ChipUse = {
  energy: 'hopfield',
  learns: true,
  nudges: true,
  hasHomeostasis: true,
  readsBack: true,
  drivesBeyondOne: true,
};

const names = (chip: ChipConfiguration) => nonIdealitiesOf(chip, learning).map(({ name }) => name);

describe('non-idealities', () => {
  test('a bad chip of a model has all but those of presets, each removable alone, and none is left at the end', async () => {
    const chip = await chipOf(imperfect);
    const own = nonIdealities.map(({ name }) => name).filter((name) => name !== 'device-scatter');
    expect(names(chip)).toEqual(own);
    for (const { name, without } of nonIdealitiesOf(chip, learning)) {
      expect(names(without(chip))).not.toContain(name);
      await resolveConfiguration({ hardware: without(chip) }, { source: name });
    }
    expect(names(withoutAll(chip, nonIdealitiesOf(chip, learning)))).toEqual([]);
  });

  test('clipping of DACs is one where their full scale is below what drives them', async () => {
    const has = async (range: number | string, drivesBeyondOne: boolean) => {
      const chip = await chipOf({ converters: { dac: { range } } });
      return nonIdealitiesOf(chip, { ...learning, drivesBeyondOne }).some(({ name }) => name === 'dac-range');
    };
    expect(await has(1, true)).toBe(true);
    expect(await has(1, false)).toBe(false);
    expect(await has(0.5, false)).toBe(true);
    expect(await has('calibrated', true)).toBe(false);
    const { dac } = nonIdealities
      .find(({ name }) => name === 'dac-range')!
      .without(await chipOf({ converters: { dac: { range: 1, bits: 8 } } })).converters;
    // 64 times the range, in steps of the same size.
    expect(dac).toMatchObject({ range: 64, bits: 14 });
  });

  test('fine steps are written with as many pulses as coincidences have slots', async () => {
    for (const device of [{}, { preset: 'epiram' }]) {
      const chip = await chipOf({ device, write: { scheme: 'stochastic-coincidence', pulses: 31 } });
      for (const { name, without } of nonIdealitiesOf(chip, learning)) {
        const { write } = without(chip);
        expect([name, write.scheme !== 'stochastic-coincidence' || write.pulses <= 31]).toEqual([name, true]);
      }
    }
  });

  test('fine steps over a narrow range are those that single precision resolves', async () => {
    for (const model of ['constant-step', 'soft-bounds']) {
      const device = { model, gMinS: 9.95e-5, gMaxS: 1e-4, states: 50 };
      const chip = await chipOf({ device });
      const fine = nonIdealities.find(({ name }) => name === 'step-size')!.without(chip);
      expect(fine.device).toMatchObject({ states: maxStates(device.gMinS, device.gMaxS) });
      await resolveConfiguration({ hardware: fine }, { source: model });
    }
  });

  test('those of a published device are its scatter, its curve and its steps', async () => {
    const chip = await chipOf({ device: { preset: 'epiram' } });
    expect(names(chip)).toEqual(expect.arrayContaining(['device-scatter', 'pulse-curve']));
    const straight = nonIdealities.find(({ name }) => name === 'pulse-curve')!.without(chip);
    // 62.9 steps in mid-range, the noise of one 2 % of the range: n of them scatter by 0.02
    // sqrt(n), as 1e5 / 62.9 times as many finer ones.
    const steps = 62.9;
    expect(straight.device).toMatchObject({ model: 'constant-step', states: 100_000 });
    const { cycleNoise } = straight.device as { cycleNoise: number };
    expect((cycleNoise * Math.sqrt(1e5 / steps)) / 1e5 / 0.02).toBeCloseTo(1, 2);
    const ideal = withoutAll(chip, nonIdealitiesOf(chip, learning));
    expect(ideal.device).toMatchObject({ cycleNoise: 0, states: 100_000 });
    expect(names(ideal)).toEqual([]);
    expect(names(straight)).not.toContain('pulse-curve');
  });

  test("a network that settles by Kirchhoff's law has none of converters, wires and neurons", async () => {
    const found = nonIdealitiesOf(await chipOf(imperfect), { ...learning, energy: 'resistive' }).map(
      ({ name }) => name,
    );
    expect(found.filter((name) => /adc|dac-res|neurons|wires|twin|curve/.test(name))).toEqual([
      'pulse-curve',
    ]);
    expect(found).toEqual(expect.arrayContaining(['device-variation', 'levels', 'update-circuit']));
  });

  test('the plan has each alone on the ideal chip and each removed from the chip', async () => {
    const chip = await chipOf(imperfect);
    const plan = planBudget(chip, learning);
    for (const { nonIdeality, alone, removed } of plan.items) {
      // A curve brings the larger of its two fine steps with it.
      expect(names(alone).filter((name) => name !== 'step-size')).toEqual(
        nonIdeality.name === 'step-size' ? [] : [nonIdeality.name],
      );
      expect(names(removed)).toHaveLength(names(chip).length - 1);
    }
  });
});

describe('an error budget', () => {
  /** So many that sampling adds nothing to the seeds. */
  const images = Number.POSITIVE_INFINITY;
  const seeds = [0, 0.002, -0.001, 0.003, -0.002];
  /**
   * Accuracy of a chip whose non-idealities cost so much each, read noise twice as much beside
   * coarse ADCs.
   */
  const accuracyOf =
    (costs: Readonly<Record<string, number>>, twice: boolean) => (chip: ChipConfiguration) => {
      const there = names(chip);
      const both = twice && there.includes('read-noise') && there.includes('adc-resolution');
      const cost = there.reduce((sum, name) => sum + (costs[name] ?? 0), both ? costs['read-noise']! : 0);
      return seeds.map((noise) => 0.9 - cost + noise);
    };

  test('finds additive costs, ranks them and sees no interaction', async () => {
    const chip = await chipOf(imperfect);
    const valuesOf = accuracyOf({ wires: 0.05, 'adc-resolution': 0.1, 'read-noise': 0.02 }, false);
    const { items, total, idealChip } = errorBudget(planBudget(chip, learning), valuesOf, {
      chip: valuesOf(chip),
      images,
    })!;
    expect(items.slice(0, 3).map(({ name }) => name)).toEqual(['adc-resolution', 'wires', 'read-noise']);
    expect(items[1]!.share.mean).toBeCloseTo(0.05, 9);
    expect(items[0]!.removed.ci95![0]).toBeCloseTo(0.1, 9);
    expect(items.slice(0, 3).map(({ ranks }) => ranks)).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(items.some(({ interacts }) => interacts)).toBe(false);
    expect(total.mean).toBeCloseTo(0.17, 9);
    expect(idealChip.mean).toBeCloseTo(0.9004, 9);
  });

  test('flags what costs more among the others than alone', async () => {
    const chip = await chipOf(imperfect);
    const valuesOf = accuracyOf({ 'adc-resolution': 0.1, 'read-noise': 0.02 }, true);
    const { items } = errorBudget(planBudget(chip, learning), valuesOf, { chip: valuesOf(chip), images })!;
    const noise = items.find(({ name }) => name === 'read-noise')!;
    expect([noise.alone.mean, noise.removed.mean, noise.share.mean].map((x) => Number(x.toFixed(9)))).toEqual(
      [0.02, 0.04, 0.03],
    );
    expect(items.filter(({ interacts }) => interacts).map(({ name }) => name)).toEqual([
      'adc-resolution',
      'read-noise',
    ]);
  });

  test('has no place for what could not be run, and none without the ideal chip', async () => {
    const chip = await chipOf(imperfect);
    const plan = planBudget(chip, learning);
    const valuesOf = accuracyOf({ wires: 0.05, 'adc-resolution': 0.1 }, false);
    const without = (lost: ChipConfiguration) => (one: ChipConfiguration) =>
      valuesOf(one).map((value, i) => (one === lost && i === 2 ? Number.NaN : value));
    const { alone } = plan.items.find(({ nonIdeality }) => nonIdeality.name === 'wires')!;
    const { items } = errorBudget(plan, without(alone), { chip: valuesOf(chip), images })!;
    expect(items).toHaveLength(plan.items.length - 1);
    expect(items.map(({ name }) => name)).not.toContain('wires');
    expect(errorBudget(plan, without(plan.idealChip), { chip: valuesOf(chip), images })).toBeNull();
  });

  test('gives what seeds do not tell apart the same ranks', async () => {
    const chip = await chipOf(imperfect);
    const costs: Readonly<Record<string, readonly number[]>> = {
      'adc-resolution': [0.1, 0.1, 0.11, 0.09, 0.1],
      wires: [0.06, 0.04, 0.055, 0.045, 0.05],
      'read-noise': [0.04, 0.055, 0.04, 0.055, 0.045],
    };
    const valuesOf = (one: ChipConfiguration) =>
      seeds.map((_, i) => 0.9 - names(one).reduce((sum, name) => sum + (costs[name]?.[i] ?? 0), 0));
    const { items } = errorBudget(planBudget(chip, learning), valuesOf, { chip: valuesOf(chip), images })!;
    expect(items.slice(0, 3).map(({ name, ranks }) => [name, ...ranks])).toEqual([
      ['adc-resolution', 1, 1],
      ['wires', 2, 3],
      ['read-noise', 2, 3],
    ]);
  });

  test('of parts that cost nothing names one in 5 of 100 budgets at most', async () => {
    const chip = await chipOf(imperfect);
    const plan = planBudget(chip, learning);
    const chips = [chip, plan.idealChip, ...plan.items.flatMap(({ alone, removed }) => [alone, removed])];
    const trials = 400;
    const random = createRandom(7).stream('costless');
    let [costly, helpful, single] = [0, 0, 0];
    for (let step = 0; step < trials; step++) {
      const noise = normalInto(new Float32Array(5 * chips.length), { random, step });
      const valuesOf = (one: ChipConfiguration) => {
        const at = 5 * chips.indexOf(one);
        return Array.from(noise.subarray(at, at + 5), (z) => 0.8 + 0.005 * z);
      };
      const { items } = errorBudget(plan, valuesOf, { chip: valuesOf(chip), images })!;
      if (items.some(({ costs }) => costs)) costly++;
      if (items.some(({ helps }) => helps)) helpful++;
      if (items.some(({ share }) => share.ci95![0] > 0)) single++;
    }
    // 5 % and 5 sigma of a share of 400: 5 sqrt(0.05 0.95 / 400) = 0.054. Interval by interval it
    // is far more.
    expect(costly / trials).toBeLessThan(0.05 + 0.054);
    expect(helpful / trials).toBeLessThan(0.05 + 0.054);
    expect(single / trials).toBeGreaterThan(0.12);
  });

  test('finds nothing clear from one seed', async () => {
    const chip = await chipOf(imperfect);
    const valuesOf = (one: ChipConfiguration) => accuracyOf({ wires: 0.2 }, false)(one).slice(0, 1);
    const { items } = errorBudget(planBudget(chip, learning), valuesOf, {
      chip: valuesOf(chip),
      images: 1000,
    })!;
    expect(items.some(({ costs, helps, interacts }) => costs || helps || interacts)).toBe(false);
  });
});

describe('what a chip is not used for has no place in its budget', () => {
  const imperfectChip = () => chipOf(imperfect);
  const namesFor = async (set: readonly string[]) => {
    const chip = await imperfectChip();
    const configuration = await resolveConfiguration({}, { source: 'test', set: [...set] });
    return nonIdealitiesOf(chip, chipUse({ ...configuration, hardware: chip }, chip)).map(({ name }) => name);
  };
  const updates = ['update-circuit', 'half-select', 'rounding'];
  const supervised = ['learning.mode=supervised', 'learning.target.winners=1'];
  const deep = [
    'network.layers=[784, 100, 10]',
    'learning.learningRate=[1, 1]',
    'learning.dropout=[0, 0, 0]',
    'learning.backprop.learningRate=[1, 1]',
    'learning.eqprop.strategy=block',
  ];

  test.each<[string, string[], string[]]>([
    ['learning by EqProp without labels', [], ['feedback', 'dac-range']],
    ['learning by EqProp with labels', supervised, ['feedback', 'dac-range', 'homeostasis-dac']],
    [
      'learning by backprop',
      ['learning.rule=backprop'],
      ['feedback', 'dac-range', 'nudge-resolution', 'twin-arrays'],
    ],
    [
      'inference of an imported network',
      ['learning.epochs=0'],
      [...updates, 'feedback', 'dac-range', 'nudge-resolution', 'homeostasis-dac', 'twin-arrays'],
    ],
    [
      'inference of one whose hidden units have no bound',
      ['learning.epochs=0', 'learning.rule=backprop', 'network.activation=relu', ...deep],
      [...updates, 'feedback', 'nudge-resolution', 'homeostasis-dac', 'twin-arrays'],
    ],
    [
      'inference of one that settles, its hidden layers included',
      ['learning.epochs=0', ...deep],
      [...updates, 'nudge-resolution', 'homeostasis-dac', 'twin-arrays'],
    ],
  ])('%s', async (_, set, absent) => {
    const all = names(await imperfectChip());
    expect(await namesFor(set)).toEqual(all.filter((name) => !absent.includes(name)));
  });

  test('of a network that was trained elsewhere no training image has a price', async () => {
    const configuration = await resolveConfiguration({}, { source: 'test', set: ['learning.epochs=0'] });
    const chip = configuration.hardware as ChipConfiguration;
    expect(estimatedCost(configuration, chip, []).trainingImage).toBe(null);
    const learning = await resolveConfiguration({}, { source: 'test' });
    expect(estimatedCost(learning, chip, []).trainingImage).not.toBe(null);
  });
});

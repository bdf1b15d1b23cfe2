import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/experiments/compare/compare.js';
import { train } from '../../../src/experiments/compare/train.js';
import type { ExperimentEvent } from '../../../src/experiments/run/context.js';
import { digits, quickDigits, still } from '../run-fixture.js';

/** Everything but the times, which stand under these names. */
function timeless(value: unknown): string {
  return JSON.stringify(value, (key, part) =>
    ['seconds', 'timing', 'samplesPerSecond'].includes(key) ? undefined : part,
  );
}

const quick = (...set: string[]) => quickDigits('dataset.train=160', 'dataset.test=100', ...set);

describe('compare', async () => {
  const events: ExperimentEvent[] = [];
  let sec = 0;
  const ticking = {
    ...still,
    nowSec: () => (sec += 0.25),
    observe: (event: ExperimentEvent) => void events.push(event),
  };
  const outcome = await compare(await quick(), digits, ticking);
  const { runs, comparisons } = outcome.result;

  it('trains backprop and EqProp in floats and EqProp on the chip, and sets them side by side', () => {
    expect(runs.map(({ id, status }) => [id, status])).toEqual([
      ['backprop-ideal', 'completed'],
      ['eqprop-ideal', 'completed'],
      ['eqprop-chip', 'completed'],
    ]);
    expect(outcome.receptiveFields.map(({ runId }) => runId)).toEqual(runs.map(({ id }) => id));
    const average = (id: string) => runs.find((run) => run.id === id)!.accuracy.average!;
    expect(comparisons.map(({ of, against }) => [of, against])).toEqual([
      ['eqprop-chip', 'eqprop-ideal'],
      ['eqprop-chip', 'backprop-ideal'],
      ['eqprop-ideal', 'backprop-ideal'],
    ]);
    for (const { of, against, delta, ci95 } of comparisons) {
      expect(delta).toBeCloseTo(average(of) - average(against), 12);
      expect(ci95[0] <= delta && delta <= ci95[1]).toBe(true);
    }
  });

  it('gives accuracies as shares of the test images, and a chip summary only to the chip', () => {
    for (const { accuracy, id, chip, train: trained } of runs) {
      for (const part of [accuracy.average!, accuracy.max!]) {
        expect(part > 0.1 && part <= 1).toBe(true);
        expect(part * 100).toBeCloseTo(Math.round(part * 100), 9);
      }
      expect(chip === undefined).toBe(id !== 'eqprop-chip');
      expect(trained.sweepsPerSample).toBe(id === 'backprop-ideal' ? 0 : 50);
    }
    expect(runs[2].chip).toMatchObject({ updates: 10, backwardReads: 0 });
  });

  it('repeats to the byte but for its times, and with another seed gives another result', async () => {
    const again = await compare(await quick(), digits, still);
    expect(timeless(again)).toBe(timeless(outcome));
    const other = await compare(await quick('seed=2'), digits, still);
    const accuracies = (of: typeof outcome) =>
      of.result.runs.map(({ accuracy, curve }) => ({ accuracy, curve }));
    expect(accuracies(other)).not.toEqual(accuracies(outcome));
  });

  it('tells of every run and epoch, in order', () => {
    const kinds = events.filter(({ id }) => id === 'eqprop-chip').map(({ kind }) => kind);
    expect([kinds[0], ...kinds.slice(-2)]).toEqual(['run-started', 'epoch-ended', 'run-ended']);
  });

  it('is what single runs give: they do not depend on each other', async () => {
    const alone = await train(await quick('learning.rule=eqprop'), digits, still);
    expect(timeless(alone.result.runs[0])).toBe(timeless(runs[2]));
  });

  it('leaves out the chip where there is none, and what follows an interrupt', async () => {
    const ideal = await compare(await quick('hardware=ideal'), digits, still);
    expect(ideal.result.runs.map(({ id }) => id)).toEqual(['backprop-ideal', 'eqprop-ideal']);
    expect(ideal.result.comparisons.length).toBe(1);
    const controller = new AbortController();
    const observe = ({ kind }: ExperimentEvent) => {
      if (kind === 'run-started') controller.abort();
    };
    const cut = await compare(await quick(), digits, { ...still, observe, signal: controller.signal });
    expect(cut.result.runs.map(({ status }) => status)).toEqual(['interrupted']);
    expect(cut.result.comparisons).toEqual([]);
  });
});

describe('a run', () => {
  it('tests more than chance after an epoch, on every rule and hardware', async () => {
    const { result } = await compare(await quickDigits('dataset.train=1437'), digits, still);
    // Ten classes, 360 images: chance stays below 0.1 + 5 sqrt(0.09 / 360) = 0.18.
    for (const { accuracy } of result.runs) expect(accuracy.average).toBeGreaterThan(0.4);
  });

  it('ends as non-finite, without an accuracy, where the numbers do', async () => {
    const wild = await quick('hardware=ideal', 'learning.rule=backprop', 'learning.backprop={}');
    const broken = { ...digits, train: { ...digits.train, maxPixel: 0 } };
    const { result } = await train(wild, broken, still);
    expect(result.runs[0]).toMatchObject({ status: 'non-finite', accuracy: { average: null, max: null } });
  });
});

import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createRandom, uniformInto } from '../../../devices/index.js';
import { reproductionTable } from '../../../src/cli/experiments/reproduce-table.js';
import { selectImages } from '../../../src/data/batches.js';
import { loadDataset } from '../../../src/data/load.js';
import { judged, judgedTogether } from '../../../src/experiments/results/learned.js';
import type { ExperimentResult, RunResult, RunStatus } from '../../../src/experiments/results/result.js';
import { nearestMeanAccuracy } from '../../../src/experiments/run/nearest-mean.js';
import { summary } from '../../../src/report/pages/summary.js';
import { resultTable } from '../../../src/report/tables/table.js';
import { NONE, result, run } from '../../report/sample-result.js';

const facts = { classes: 10, testImages: 1000, curveImages: 1000, reference: 0.8 };
const curveOf = (...values: readonly number[]) => values.map((average, i) => ({ images: 100 * i, average }));
const verdictOn = (accuracy: number, more: Partial<RunResult> = {}) =>
  judged(run('eqprop-chip', accuracy, { curve: curveOf(0.3, accuracy), ...more }), facts);

describe('a run', () => {
  it('learned where it rose, is above chance and comes near a simple classifier', () => {
    expect(verdictOn(0.76)).toEqual({
      status: 'learned',
      reason: null,
      reference: { name: 'nearest class mean', accuracy: 0.8 },
    });
  });

  it.each<[string, number, Partial<RunResult>, string]>([
    ['diverged', 0.76, { status: 'non-finite' }, 'its numbers became non-finite'],
    ['is at chance', 0.112, {}, 'its 11.20 % cannot be told from chance, 10.00 %'],
    ['fell', 0.46, { curve: curveOf(0.61, 0.3, 0.15) }, 'its learning curve fell from 61.00 % to 15.00 %'],
    ['is far below', 0.4, {}, 'its 40.00 % is closer to chance than to the nearest class mean, 80.00 %'],
  ])('did not where it %s', (_name, accuracy, more, reason) => {
    expect(verdictOn(accuracy, more)).toMatchObject({ status: 'not-learned', reason });
  });

  it('fell in its tests, where it has no curve', () => {
    const epochs = [0.8, 0.5].map((value, i) => ({
      epoch: i + 1,
      accuracy: { ...NONE, test: value },
      seconds: 1,
    }));
    const accuracy = { ...NONE, test: 0.5 };
    const supervised = { status: 'completed', accuracy, epochs } as const;
    expect(judged(supervised, facts).reason).toBe('its test fell from 80.00 % to 50.00 %');
  });

  it('may fall by what the sample of its curve leaves open', () => {
    expect(verdictOn(0.7, { curve: curveOf(0.71, 0.69) }).status).toBe('learned');
  });

  it('is not judged untrained, nor before a test', () => {
    expect(verdictOn(0.1, { epochs: [] }).status).toBe('untrained');
    expect(judged(run('a', null), facts).status).toBe('not-measured');
  });
});

it('of several seeds did not learn where one did not', () => {
  const of = (seed: number, accuracy: number) => ({
    seed,
    status: 'completed' as const,
    learned: verdictOn(accuracy),
  });
  expect(judgedTogether([of(1, 0.76), of(2, 0.76)])?.status).toBe('learned');
  expect(judgedTogether([of(1, 0.76), of(2, 0.1)])).toMatchObject({
    status: 'not-learned',
    reason: 'with seed 2, its 10.00 % cannot be told from chance, 10.00 %',
  });
  expect(judgedTogether([of(1, 0.09), of(2, 0.1)])).toMatchObject({
    reason: 'with every seed; with seed 1, its 9.00 % cannot be told from chance, 10.00 %',
  });
});

describe('the nearest class mean', () => {
  it('of the digits is that of a direct computation', async () => {
    const { train, test: images } = await loadDataset({ name: 'digits' });
    const all = (set: typeof train) => selectImages(set, undefined, createRandom(1));
    const found = nearestMeanAccuracy(all(train), all(images));
    const size = 64;
    const means = Array.from({ length: 10 }, (_, c) => {
      const own = Array.from({ length: train.count }, (_, i) => i).filter((i) => train.labels[i] === c);
      return Array.from(
        { length: size },
        (_, p) => own.reduce((sum, i) => sum + train.pixels[i * size + p], 0) / own.length,
      );
    });
    const right = Array.from({ length: images.count }, (_, i) => {
      const distances = means.map((mean) =>
        mean.reduce((sum, m, p) => sum + (m - images.pixels[i * size + p]) ** 2, 0),
      );
      return Number(distances.indexOf(Math.min(...distances)) === images.labels[i]);
    });
    expect(found).toBeCloseTo(right.reduce((a, b) => a + b, 0) / right.length, 12);
    expect(found).toBeGreaterThan(0.8);
  });

  it('of noise is chance', () => {
    const n = 2000;
    const pixels = uniformInto(new Float32Array(n * 16), { random: createRandom(3), step: 0 }).map((u) =>
      Math.floor(256 * u),
    );
    const labels = Uint8Array.from(
      uniformInto(new Float32Array(n), { random: createRandom(4), step: 0 }),
      (u) => Math.floor(10 * u),
    );
    const set = {
      count: n,
      width: 4,
      height: 4,
      channels: 1,
      classes: 10,
      maxPixel: 255,
      pixels: Uint8Array.from(pixels),
      labels,
    };
    const half = { set, indices: Uint32Array.from({ length: n / 2 }, (_, i) => i) };
    const rest = { set, indices: Uint32Array.from({ length: n / 2 }, (_, i) => n / 2 + i) };
    // Five standard errors of 1,000 trials of 0.1: 0.047.
    expect(Math.abs(nearestMeanAccuracy(half, rest) - 0.1)).toBeLessThan(0.047);
  });
});

describe('what is said of results', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const status = fc.constantFrom<RunStatus>(
    'completed',
    'completed',
    'completed',
    'interrupted',
    'non-finite',
  );
  const ids = ['backprop-ideal', 'eqprop-ideal', 'eqprop-chip'];
  const anyRun = (id: string) =>
    fc.tuple(share, share, share, status).map(([accuracy, first, last, ended]) => {
      const made = run(id, accuracy, { status: ended, curve: curveOf(first, last) });
      return { ...made, learned: judged(made, facts) };
    });
  const anyResult = fc
    .tuple(fc.tuple(...ids.map(anyRun)), fc.array(fc.tuple(share, share), { minLength: 3, maxLength: 3 }))
    .map(([runs, widths]): ExperimentResult => {
      const pairs = [
        [2, 1],
        [2, 0],
        [1, 0],
      ] as const;
      const comparisons = pairs.map(([a, b], i) => {
        const delta = (runs[a].accuracy.average ?? 0) - (runs[b].accuracy.average ?? 0);
        const ci95 = [delta - widths[i][0] / 9, delta + widths[i][1] / 9] as const;
        return { of: ids[a], against: ids[b], accuracy: 'average' as const, delta, ci95 };
      });
      return result({ runs, comparisons });
    });
  const nameIn: Readonly<Record<string, RegExp>> = {
    'backprop-ideal': /float backprop/i,
    'eqprop-ideal': /ideal EqProp/i,
    'eqprop-chip': /the chip/i,
  };

  test.prop([anyResult], { numRuns: 300 })(
    'every run that did not learn is named, and nothing is praised beside it',
    (given) => {
      const failed = given.runs.filter(({ learned }) => learned?.status === 'not-learned');
      const lines = summary(given);
      const table = resultTable(given, { width: 1000 }).split('\n');
      const reproduced = reproductionTable(given);
      for (const { id } of failed) {
        expect(lines.some((line) => line.startsWith(`Run ${id} did not learn`))).toBe(true);
        expect(reproduced).toContain(`Run ${id} did not learn`);
        const claims = lines.filter((line) => /above|below|no difference|regularise/.test(line));
        // "The chip ... above ideal EqProp" names both; the sentence on devices that regularise
        // names none.
        for (const claim of claims.filter((line) => !line.startsWith('Above')))
          expect(claim).not.toMatch(nameIn[id]);
      }
      const sound = (of: string) => !failed.some(({ id }) => id === of);
      if (lines.some((line) => line.includes('regularise'))) {
        const praised = given.comparisons.filter(({ of, ci95 }) => of === 'eqprop-chip' && ci95[0] > 0);
        expect(praised.some(({ of, against }) => sound(of) && sound(against))).toBe(true);
      }
      given.runs.forEach(({ id }, i) => {
        const shown = given.comparisons.find(({ of }) => of === id);
        if (shown && !(sound(id) && sound(shown.against))) expect(table[i + 1]).not.toMatch(/ to [+-]?\d/);
      });
    },
  );
});

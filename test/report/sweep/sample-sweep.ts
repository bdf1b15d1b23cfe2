import type { SweepPoint, SweepResult } from '../../../src/experiments/sweep/sweep-result.js';
import { run } from '../sample-result.js';

/**
 * The accuracy of a point: 0.9 less a hundredth for each step of each field and a thousandth for
 * each seed.
 */
export const accuracyAt = (steps: readonly number[], seed: number) =>
  0.9 - 0.01 * steps.reduce((sum, step) => sum + step, 0) - 0.001 * seed;

/** A sweep of the fields over 0, 1, 2 and of seeds 1, 2, 3; the last point has failed. */
export function sweep(fields: readonly string[]): SweepResult {
  const steps = fields.reduce<readonly (readonly number[])[]>(
    (all, _) => all.flatMap((some) => [0, 1, 2].map((step) => [...some, step])),
    [[]],
  );
  const points = steps.flatMap((some) =>
    [1, 2, 3].map((seed): Omit<SweepPoint, 'index'> => {
      const values = { ...Object.fromEntries(fields.map((field, i) => [field, some[i]])), seed };
      const runs = [run('eqprop-chip', accuracyAt(some, seed), { seed })];
      return { key: `${some}-${seed}`, values, status: 'done', error: null, runs };
    }),
  );
  return {
    schema: 1,
    kind: 'sweep',
    version: '0.1.0',
    name: 'a-sweep',
    seed: 1,
    config: {},
    fields: [...fields, 'seed'],
    points: points.map((point, index) =>
      index === points.length - 1
        ? { ...point, index, status: 'failed', error: 'it <broke>', runs: [] }
        : { ...point, index },
    ),
    timing: { total: 1 },
  };
}

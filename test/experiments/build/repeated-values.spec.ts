import { describe, expect, it } from 'vitest';
import { InputError } from '../../../devices/index.js';
import { resolveConfiguration } from '../../../src/configuration/configuration.js';
import { planSweep } from '../../../src/experiments/sweep/plan-sweep.js';

describe('a value that is listed twice', () => {
  it.each<[object, string]>([
    [{ seeds: [1, 1, 1] }, 'seeds: [1,1,1], expected different values (1 repeats)'],
    [{ seeds: [3, 1, 3] }, 'seeds: [3,1,3], expected different values (3 repeats)'],
    [
      { compare: { vary: 'read.noise', values: [0, 0.1, 0], rules: ['eqprop'] } },
      'compare.values: [0,0.1,0], expected different values (0 repeats)',
    ],
    [
      { compare: { vary: 'read.noise', values: [0], rules: ['eqprop', 'eqprop'] } },
      'compare.rules: ["eqprop","eqprop"], expected different values ("eqprop" repeats)',
    ],
    [{ readout: { labels: [1, 0.5, 1] } }, 'readout.labels: [1,0.5,1], expected different values'],
  ])('is refused: %j', async (raw, message) => {
    const refused = resolveConfiguration(raw, { source: 'x.yaml' });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(`x.yaml: ${message}`);
  });

  it.each<[object, string]>([
    [{ grid: { seed: [1, 2, 1] } }, 'sweep point 2: {"seed":1}, expected a point that differs from point 0'],
    [
      { grid: { 'hardware.array.wordLineOhm': [1000, '1 kohm'] } },
      'sweep point 1: {"hardware.array.wordLineOhm":"1 kohm"}, expected a point that differs from point 0',
    ],
    [
      { list: [{ seed: 1 }, { seed: 2 }, { seed: 2 }] },
      'sweep point 2: {"seed":2}, expected a point that differs from point 1',
    ],
  ])('makes no sweep: %j', async (sweep, message) => {
    const refused = planSweep({ sweep }, { source: 'x.yaml' });
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(`x.yaml: ${message}`);
  });

  it('may be drawn', async () => {
    const sweep = { draws: { n: 5, seed: { choice: [1, 2] } } };
    expect((await planSweep({ sweep }, { source: 'x.yaml' })).points).toHaveLength(5);
  });
});

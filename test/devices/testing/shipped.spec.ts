import { describe, expect, it } from 'vitest';
import { models, presets } from '../../../devices/index.js';
import { shippedBroken, shippedModels, shippedPresets } from '../../../devices/testing/index.js';

describe('what ships obeys the laws', () => {
  const sound = [...shippedModels, ...shippedPresets].map(({ name, check }) => [name, check] as const);

  it.each(sound)('%s', (_, check) => {
    const failed = check({ runs: 8 }).laws.filter(({ status }) => status === 'failed');
    expect(failed).toEqual([]);
  });

  it('and is all there is', () => {
    const names = shippedModels.map(({ name }) => name);
    for (const { name } of models) expect(names.some((shipped) => shipped.startsWith(name))).toBe(true);
    expect(shippedPresets.map(({ name }) => name)).toEqual(presets.map(({ name }) => name));
  });
});

it('names of broken ones are different and say what they break', () => {
  const names = shippedBroken.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const [unclipped] = shippedBroken;
  expect(unclipped.check({}).laws.find(({ status }) => status === 'failed')?.law).toBe('stays-in-bounds');
});

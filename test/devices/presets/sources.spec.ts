import { describe, expect, it } from 'vitest';
import { constantsOf, createPreset, createRandom, presets } from '../../../devices/index.js';

describe.each(presets.map((preset) => [preset.name, preset] as const))('%s', (name, preset) => {
  const constants = [...constantsOf(preset.parameters), ...constantsOf(preset.notes ?? {})];

  it('has a source, a unit and a finite value for every constant', () => {
    expect(constants.length).toBeGreaterThan(6);
    for (const [key, { value, unit, source }] of constants) {
      expect(Number.isFinite(value), key).toBe(true);
      expect(unit, key).toMatch(/^(1|weight|S|pulses|mini-batches|V|A|s)$/);
      if ('assumption' in source) expect(source.assumption.length, key).toBeGreaterThan(10);
      else {
        expect(source.doi, key).toMatch(/^10\.\d{4,5}\/\S+$/);
        expect(source.where.length, key).toBeGreaterThan(10);
      }
    }
    expect(preset.source).toMatch(/doi 10\.\d{4,5}\//);
  });

  it('has no number outside its constants', () => {
    const bare = (node: unknown): boolean =>
      typeof node === 'number' ||
      (typeof node === 'object' && node !== null && !('source' in node) && Object.values(node).some(bare));
    expect(bare(preset.parameters)).toBe(false);
  });

  it('makes devices inside their ranges', () => {
    const model = createPreset(name);
    expect(model.gMinS).toBeLessThan(model.gMaxS);
    expect(model.stepS).toBeGreaterThan(0);
    const { conductanceS, gMinS, gMaxS } = model.create(1000, createRandom(1)).arrays;
    for (let i = 0; i < 1000; i++) {
      expect(gMinS[i]).toBeGreaterThanOrEqual(0);
      expect(conductanceS[i]).toBeGreaterThanOrEqual(gMinS[i]);
      expect(conductanceS[i]).toBeLessThanOrEqual(gMaxS[i]);
    }
  });
});

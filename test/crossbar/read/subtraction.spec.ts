import { describe, expect, it } from 'vitest';
import { softBounds, withReadNoise, withSinhCurrent } from '../../../devices/index.js';
import { createArray, distance, idealDevice, product, read, uniforms, weightsOf } from '../fixture.js';

const tile = { wordLines: 4, bitLines: 6 };
const wires = { wordLineOhm: 20, bitLineOhm: 30, solveEvery: 0, updateEvery: 1 };
const soft = softBounds({
  gMinS: 1e-6,
  gMaxS: 1e-4,
  states: 500,
  deviceVariation: { step: 0.3, bounds: 0.1 },
});
const weights = () => uniforms(35, 'w', [-0.5, 0.5]);
const x = () => uniforms(14, 'x');

describe('converters before the subtraction', () => {
  it('give the product where they are fine, with as many conversions again', () => {
    const [before, after] = (['before-adc', 'after-adc'] as const).map((subtract) =>
      createArray({ device: idealDevice, tile, subtract }),
    );
    for (const array of [before!, after!]) array.program(weights());
    const wanted = product(after!, weightsOf(after!), { x: x(), batch: 2 });
    expect(distance(read(after!, x(), { batch: 2 }), wanted)).toBeLessThan(1e-4);
    read(before!, x(), { batch: 2 });
    expect(after!.counters.conversions).toBe(2 * before!.counters.conversions);
  });

  it.each([
    ['wires', { device: soft, wires }],
    ['exact reads behind wires', { device: withSinhCurrent(soft, 0.25), wires, solve: 'exact' as const }],
  ])('see what one behind it sees: %s', (_, options) => {
    const adc = { bits: 24, range: 64 };
    const read1 = (subtract: 'before-adc' | 'after-adc') => {
      const array = createArray({ ...options, tile, subtract, adc });
      array.program(weights());
      const fresh = read(array, x(), { batch: 2 });
      array.update({ post: uniforms(10, 'post'), pre: x(), rows: 2, scale: 0.05 });
      return [...fresh, ...read(array, x(), { batch: 2 })];
    };
    expect(distance(read1('after-adc'), read1('before-adc'))).toBeLessThan(2e-4);
  });

  it('clip the currents of the lines, not their difference', () => {
    const adc = { bits: 8, range: 2 };
    const ones = uniforms(7, 'ones', [1, 1]);
    const [before, after] = (['before-adc', 'after-adc'] as const).map((subtract) => {
      const array = createArray({ device: idealDevice, adc, subtract });
      read(array, ones);
      return array.counters.saturated;
    });
    // Seven inputs of 1 on cells in the middle of their range: 3.5 units of weight on either line,
    // none between them.
    expect([before, after]).toEqual([0, 10]);
  });

  it('leave one-sided pairs room: the line of the other side carries next to nothing', () => {
    const adc = { bits: 8, range: 2 };
    const ones = uniforms(7, 'ones', [1, 1]);
    const array = createArray({ device: idealDevice, adc, subtract: 'after-adc', mapping: 'one-sided' });
    array.program(uniforms(35, 'w', [0.2, 0.25]));
    read(array, ones);
    expect(array.counters.saturated).toBe(0);
  });

  it('round each line to their step', () => {
    const adc = { bits: 6, range: 8 };
    const array = createArray({ device: idealDevice, adc, subtract: 'after-adc' });
    array.program(weights());
    const step = 8 / 31;
    for (const value of read(array, x(), { batch: 2 })) {
      expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-4);
    }
  });

  it('have the noise of both sides', () => {
    const device = withReadNoise(idealDevice, 0.05);
    const ones = uniforms(7, 'ones', [1, 1]);
    const spread = (subtract: 'before-adc' | 'after-adc') => {
      const array = createArray({ device, subtract, rows: 100 });
      const out = Array.from({ length: 20 }, () => [...read(array, ones)]).flat();
      return out.reduce((sum, value) => sum + value ** 2 / out.length, 0);
    };
    // Seven pairs of two cells at half: 14 (0.05 / 2)^2; 2000 normals, 5 standard errors of
    // sqrt(2 / n).
    for (const found of [spread('before-adc'), spread('after-adc')]) {
      expect(Math.abs(found / (14 * 0.025 ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / 2000));
    }
  });

  it('need a pair of lines', () => {
    expect(() => createArray({ mapping: 'offset-column', subtract: 'after-adc' })).toThrow(
      'subtract after-adc needs pairs of devices (got mapping offset-column)',
    );
  });
});

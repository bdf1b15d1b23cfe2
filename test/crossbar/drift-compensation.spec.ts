import { describe, expect, it } from 'vitest';
import { restoreState } from '../../crossbar/index.js';
import { withDrift, withReadNoise, withSinhCurrent } from '../../devices/index.js';
import {
  type ArrayOptions,
  createArray,
  distance,
  idealDevice,
  read,
  uniforms,
  weightsOf,
} from './fixture.js';

const drifting = withDrift(idealDevice, { referenceSec: 20, exponent: 0.1 });
const wires = { wordLineOhm: 5, bitLineOhm: 5, solveEvery: 0, updateEvery: 1 };
const globally = (options: ArrayOptions = {}) => {
  const array = createArray({ device: drifting, driftCompensation: 'global', ...options });
  array.program(uniforms(35, 'w'));
  array.drawNoise();
  return array;
};
const x = uniforms(7, 'x');
const y = uniforms(5, 'y');

describe('global drift compensation', () => {
  it.each<[string, ArrayOptions]>([
    ['pairs about mid-range', {}],
    ['one-sided pairs', { mapping: 'one-sided' }],
    ['an offset column', { mapping: 'offset-column' }],
    ['bit slices', { mapping: 'bit-slices', slices: { count: 3, bits: 2 } }],
    ['two converters a pair', { subtract: 'after-adc' }],
    ['curved cells', { device: withSinhCurrent(drifting, 0.25) }],
    ['tiles', { tile: { wordLines: 4, bitLines: 6 } }],
    ['frozen reads', { noise: 'held' }],
  ])('undoes drift of one exponent, both ways: %s', (_, options) => {
    // Steps of 64 / 2^23 in a read and in each of the 160 outputs of either reference read.
    const array = globally(options);
    const before = [read(array, x), read(array, y, { backward: true })];
    array.setTime(1e6);
    const uncompensated = weightsOf(array);
    for (let i = 0; i < 35; i++) expect(Math.abs(uncompensated[i])).toBeLessThan(0.4);
    expect(distance(read(array, x), before[0])).toBeLessThan(5e-5);
    expect(distance(read(array, y, { backward: true }), before[1])).toBeLessThan(5e-5);
  });

  it('is exact to single precision where converters are', () => {
    const array = globally({ adc: { bits: 24, range: 8 } });
    array.program(uniforms(35, 'large', [0.5, 1]));
    const ones = uniforms(7, 'ones', [1, 1]);
    const before = read(array, ones);
    array.setTime(1000);
    // Outputs of 3.5 to 7, each off by half a step of 8 / 2^23, once before and once behind the
    // drift.
    expect(distance(read(array, ones), before) / Math.min(...before)).toBeLessThan(1e-6);
  });

  it('behind wires leaves what falling currents give back', () => {
    const at = (driftCompensation: 'none' | 'global') => {
      const array = globally({ wires, driftCompensation });
      const before = read(array, x);
      array.setTime(1e6);
      return distance(read(array, x), before);
    };
    expect(at('global')).toBeLessThan(at('none') / 50);
  });

  it('changes nothing until time passes, and no draw of the reads', () => {
    const device = withReadNoise(drifting, 0.02);
    const [none, global] = (['none', 'global'] as const).map((driftCompensation) =>
      globally({ device, driftCompensation }),
    );
    expect(read(global!, x)).toEqual(read(none!, x));
    none!.setTime(1000);
    global!.setTime(1000);
    const [plain, scaled] = [read(none!, x), read(global!, x)];
    const factor = scaled[0] / plain[0];
    // 50^0.1 = 1.48; noise of 2 % a cell in 2 x 160 outputs, each of 14 cells.
    expect(factor).toBeGreaterThan(1.4);
    expect(factor).toBeLessThan(1.57);
    expect(
      distance(
        scaled,
        plain.map((v) => Math.fround(factor * v)),
      ),
    ).toBeLessThan(1e-5);
  });

  it('does not calibrate the converters of other reads', () => {
    const adc = { bits: 8, range: 'calibrated' } as const;
    const [none, global] = (['none', 'global'] as const).map((driftCompensation) =>
      globally({ adc, driftCompensation, device: idealDevice }),
    );
    for (const array of [none!, global!]) array.setTime(10);
    const out = read(global!, x);
    expect(distance(out, read(none!, x))).toBeLessThan(1e-6);
  });

  it('starts anew when the array is programmed, and is remembered', () => {
    const array = globally();
    array.setTime(1e6);
    array.program(uniforms(35, 'w'));
    const fresh = read(array, x);
    array.setTime(2e6);
    expect(distance(read(array, x), fresh)).toBeLessThan(1e-4);
    const other = globally();
    expect(restoreState(other.memory, array.memory)).toBeNull();
    other.restored();
    expect(read(other, x)).toEqual(read(array, x));
    for (const one of [array, other]) one.setTime(3e6);
    expect(read(other, x)).toEqual(read(array, x));
  });
});

import { expect, it } from 'vitest';
import { InputError, shapeOfNonlinearity } from '../../../devices/index.js';
import { shapeBySearch } from '../../oracles/devices/pulse-curves.js';

it.each([
  [2.4, 0.4992],
  [4.88, 0.2003],
  [0.5, 2.5199],
  [9, 0.0228],
])('the published shape of nonlinearity %f is %f', (nonlinearity, shape) => {
  expect(shapeOfNonlinearity(nonlinearity)).toBeCloseTo(shape, 4);
  expect(shapeOfNonlinearity(-nonlinearity)).toBe(-shapeOfNonlinearity(nonlinearity));
});

it('agrees with a search for the largest distance from the chord', () => {
  for (const nonlinearity of [0.04, 0.105, 0.61, 1.46, 3.68, 6.76]) {
    const ratio = shapeOfNonlinearity(nonlinearity) / shapeBySearch(nonlinearity, 1);
    expect(ratio).toBeCloseTo(1, 5);
  }
});

it('is a straight line at 0 and nothing beyond a jump', () => {
  expect(shapeOfNonlinearity(0)).toBe(Infinity);
  expect(() => shapeOfNonlinearity(10.2)).toThrow(InputError);
});

import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { expLess, naturalLog, power } from '../../devices/base/exponential.js';

const f = Math.fround;
const relative = (found: number, wanted: number) => Math.abs(found / wanted - 1);
const float = (min: number, max: number) => fc.float({ min: f(min), max: f(max), noNaN: true });

describe('in single precision', () => {
  it.prop([float(-87, 88)], { numRuns: 2000 })('e^x is that of double precision to 2e-7', (x) => {
    expect(relative(expLess(x, 0), Math.exp(x))).toBeLessThan(2e-7);
  });

  it.prop([float(-87, 88)], { numRuns: 2000 })('e^x - 1 is, near 0 too', (x) => {
    if (x !== 0) expect(relative(expLess(x, 1), Math.expm1(x))).toBeLessThan(2e-7);
    else expect(expLess(x, 1)).toBe(0);
  });

  it('a hundred thousand places from end to end are', () => {
    for (let i = 0; i <= 100_000; i++) {
      const x = f(-87 + (175 * i) / 100_000);
      expect(relative(expLess(x, 0), Math.exp(x))).toBeLessThan(2e-7);
      if (Math.abs(x) > 1e-6) expect(relative(expLess(x, 1), Math.expm1(x))).toBeLessThan(2e-7);
    }
  });

  it('beyond its ends e^x is that of the end', () => {
    expect(expLess(-1000, 0)).toBe(expLess(-87, 0));
    expect(expLess(1000, 0)).toBe(expLess(88, 0));
  });

  it.prop([float(2 ** -126, 1e38)], { numRuns: 2000 })('ln u is to 2.5e-7', (u) => {
    if (u === 1) expect(naturalLog(u)).toBe(0);
    else expect(relative(naturalLog(u), Math.log(u))).toBeLessThan(2.5e-7);
  });

  it.prop([float(0, 1), float(0, 8)], { numRuns: 2000 })(
    'powers are, by the size of their logarithm',
    (u, a) => {
      const size = a * Math.abs(Math.log(u));
      if (u > 2 ** -126 && size < 87) expect(relative(power(u, a), u ** a)).toBeLessThan((1 + size) * 2e-7);
    },
  );

  it('powers of 0 are 0, but for the exponent 0', () => {
    expect([power(0, 1.7), power(0, 0.01), power(0, 0)]).toEqual([0, 0, 1]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  InputError,
  miloCurrent,
  withPolynomialCurrent,
  withPooleFrenkelCurrent,
  withPowerLawCurrent,
} from '../../../devices/index.js';
import { plain } from './wrapped.js';

const powerLaw = withPowerLawCurrent(plain, { doubling: 2.8, referenceV: 0.2 }).currentVoltage;
const pooleFrenkel = withPooleFrenkelCurrent(plain, { thicknessPermittivityF: 1e-18 }).currentVoltage;
const cubic = withPolynomialCurrent(plain, { quadratic: 0, cubic: -0.25, maxV: 2 }).currentVoltage;

describe.each([
  ['power law', powerLaw],
  ['Poole-Frenkel', pooleFrenkel],
  ['polynomial', cubic],
] as const)('%s', (_name, { drive, odd }) => {
  it('is odd and passive', () => {
    expect(odd).toBe(true);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 2, noNaN: true }), (v) => {
        expect(drive(-v)).toBeCloseTo(-drive(v), 12);
        expect(drive(v)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

it('power law: doubles by its factor, and is G at the reference', () => {
  expect(powerLaw.drive(0.4) / powerLaw.drive(0.2)).toBeCloseTo(2.8, 12);
  expect(powerLaw.drive(0.2)).toBeCloseTo(0.2, 12);
  expect(powerLaw.drive(0)).toBe(0);
});

it('Poole-Frenkel: ohmic at the origin, ln(I / V) linear in sqrt V', () => {
  expect(pooleFrenkel.drive(1e-9) / 1e-9).toBeCloseTo(1, 3);
  const slope = (v: number) => Math.log(pooleFrenkel.drive(v) / v) / Math.sqrt(v);
  expect(slope(0.4)).toBeCloseTo(slope(0.1), 9);
  // q / (k 293.15 K) sqrt(q / (pi 1e-18 F)) in 1 / sqrt(V).
  const wanted = (1.602176634e-19 / (1.380649e-23 * 293.15)) * Math.sqrt(1.602176634e-19 / (Math.PI * 1e-18));
  expect(slope(0.1)).toBeCloseTo(wanted, 6);
});

describe('polynomial', () => {
  it('says what it was fitted on', () => {
    expect(cubic.drive(1)).toBeCloseTo(0.75, 12);
    expect(() => cubic.drive(2.1)).toThrow(
      new InputError('The polynomial current was fitted on [-2, 2] V (got 2.1 V)'),
    );
    expect(() => withPolynomialCurrent(plain, { quadratic: 0, cubic: -1, maxV: 2 })).toThrow(/passive curve/);
  });

  it('of HfO2 RRAM at 100 uS is the published one', () => {
    const { quadratic, cubic: third, maxV } = miloCurrent(100e-6);
    // L = -4: NL2 = -8.8832e-3 + 2.4656e-2 - 2.2844e-2 + 7.063e-3, NL3 = 1.41936e-3 - 2.71676e-3 +
    // 1.2968e-3.
    expect(quadratic * 100e-6).toBeCloseTo(-8.2e-6, 9);
    expect(third * 100e-6).toBeCloseTo(-6e-7, 9);
    expect(withPolynomialCurrent(plain, { quadratic, cubic: third, maxV }).currentVoltage.odd).toBe(false);
    expect(() => miloCurrent(10e-6)).toThrow(InputError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWireNetwork, solveNetwork } from '../../../crossbar/index.js';
import { cellSlope } from '../../../crossbar/wires/cell-slope.js';
import {
  type CurrentVoltage,
  linearCurrent,
  sinhCurrent,
  withPolynomialCurrent,
  withPooleFrenkelCurrent,
  withPowerLawCurrent,
} from '../../../devices/index.js';
import { plain } from '../../devices/effects/wrapped.js';

const curves: readonly CurrentVoltage[] = [
  linearCurrent,
  sinhCurrent(0.25),
  withPowerLawCurrent(plain, { doubling: 2.8, referenceV: 0.2 }).currentVoltage,
  withPowerLawCurrent(plain, { doubling: 1.5, referenceV: 0.2 }).currentVoltage,
  withPooleFrenkelCurrent(plain, { thicknessPermittivityF: 1e-17 }).currentVoltage,
  withPolynomialCurrent(plain, { quadratic: 0.1, cubic: -0.05, maxV: 2 }).currentVoltage,
];

describe.each(curves.map((curve) => [curve.name, curve] as const))('%s', (_, curve) => {
  it('has the slope of its curve', () => {
    const voltage = fc.double({ min: 0.01, max: 1, noNaN: true });
    const { slope, ...rest } = curve;
    fc.assert(
      fc.property(voltage, fc.constantFrom(-1, 1), (magnitude, sign) => {
        const v = sign * magnitude;
        const difference = (curve.drive(v + 1e-6) - curve.drive(v - 1e-6)) / 2e-6;
        expect(slope!(v) / difference).toBeCloseTo(1, 5);
        expect(cellSlope(rest)(v) / slope!(v)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('one cell and its wires share the voltage', () => {
    const network = createWireNetwork({
      rows: 1,
      cols: 1,
      conductanceS: Float64Array.of(1e-3),
      wordLineOhm: 300,
      bitLineOhm: 200,
    });
    fc.assert(
      fc.property(fc.integer({ min: -1500, max: 1500 }), (millivolts) => {
        const voltageV = millivolts / 1000;
        const { status, currentA, wordLineV, bitLineV } = solveNetwork(network, [voltageV], {
          currentVoltage: curve,
        });
        expect(status).toBe('settled');
        const cellV = wordLineV[0]! - bitLineV[0]!;
        expect(cellV + 500 * currentA[0]!).toBeCloseTo(voltageV, 12);
        expect(1e-3 * curve.drive(cellV)).toBeCloseTo(currentA[0]!, 12);
      }),
    );
  });
});

describe('an array', () => {
  const size = 24;
  const network = createWireNetwork({
    rows: size,
    cols: size,
    conductanceS: Float64Array.from({ length: size * size }, (_, at) => 1e-4 * (0.1 + ((7 * at) % 10) / 10)),
    wordLineOhm: 3,
    bitLineOhm: 2,
  });

  it.each([0.1, 1, 3, 6, 20])('settles where sinh cells of 0.25 V are driven at up to %d V', (mostV) => {
    const voltageV = Float64Array.from({ length: size }, (_, i) => mostV * Math.cos(i));
    const { status, residual } = solveNetwork(network, voltageV, { currentVoltage: sinhCurrent(0.25) });
    expect(status).toBe('settled');
    expect(residual).toBeLessThan(1e-10);
  });

  it('of linear cells in disguise is linear', () => {
    const voltageV = Float64Array.from({ length: size }, (_, i) => Math.sin(i));
    const disguised = { name: 'disguised', drive: (v: number) => v, odd: true };
    const { currentA } = solveNetwork(network, voltageV, { currentVoltage: disguised });
    const linear = solveNetwork(network, voltageV);
    currentA.forEach((current, j) => {
      expect(current).toBeCloseTo(linear.currentA[j]!, 14);
    });
  });

  it('says where numbers overflow, and where steps do not suffice', () => {
    const currentVoltage = sinhCurrent(1e-3);
    const ideal = createWireNetwork({ rows: 1, cols: 1, conductanceS: Float64Array.of(1e-3) });
    expect(solveNetwork(ideal, [10], { currentVoltage }).status).toBe('non-finite');
    const voltageV = new Float64Array(size).fill(3);
    const options = { currentVoltage: sinhCurrent(0.25), maxNewtonSteps: 1 };
    expect(solveNetwork(network, voltageV, options).status).toBe('max-steps');
  });
});

import { expect, it } from 'vitest';
import { fitPulseCurves } from '../../../devices/fit/index.js';
import { factoryParameters } from '../../../devices/fit/responses/factory-parameters.js';
import { type PowStepParameters, type PulseCurves, powStep } from '../../../devices/index.js';
import { oneSidedAsymmetry } from '../../../devices/models/responses/factory-form.js';

/** Straight sweeps up and down of two devices, without noise. */
function straightCurves(): PulseCurves {
  const pulses = Float64Array.from({ length: 41 }, (_, i) => i);
  const sweeps = (['up', 'down'] as const).map((direction) => ({
    direction,
    pulses,
    conductanceS: pulses.map((n) => 1e-6 + 2e-7 * (direction === 'up' ? n : 40 - n)),
  }));
  return { source: 'straight.csv', rows: 164, devices: ['1', '2'].map((name) => ({ name, sweeps })) };
}

it('straight curves, whose exponents are 0, fit to a device that powStep takes', () => {
  const { device } = fitPulseCurves(straightCurves(), { model: 'pow-step' });
  expect(() => powStep(device as unknown as PowStepParameters)).not.toThrow();
});

it('two numbers that are 0 have no asymmetry', () => {
  expect(oneSidedAsymmetry(0, 0)).toBe(0);
});

it.each(['upDown', 'gammaUpDown', 'upDownAsymmetry'])('%s stays where the factories take it', (name) => {
  for (const [value, taken] of [
    [1, 0.999],
    [-1.02, -0.999],
    [0.5, 0.5],
  ]) {
    expect(factoryParameters('any', [{ name, value }])[name]).toBe(taken);
  }
});

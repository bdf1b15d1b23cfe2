import { describe, expect, it } from 'vitest';
import { integrate } from '../../../devices/models/ode/integrate.js';

const wide = { xMin: -10, xMax: 10 };
const over = (toSec: number, tolerance = 1e-9) => ({ fromSec: 0, toSec, tolerance });

describe('integrate', () => {
  it('is of fifth order: exact for polynomials of the fourth degree in time', () => {
    const run = integrate({ ...wide, rate: (t) => 5 * t ** 4 }, 0, { ...over(1.5), firstStepSec: 1.5 });
    expect(run.x).toBeCloseTo(1.5 ** 5, 13);
    expect(run.status).toBe('completed');
  });

  it('gains a factor of thirty-two for half the step', () => {
    const error = (steps: number) => {
      let x = 1;
      for (let i = 0; i < steps; i++) {
        const at = { fromSec: i / steps, toSec: (i + 1) / steps, tolerance: 1e9, firstStepSec: 1 };
        x = integrate({ ...wide, rate: (t, y) => y * Math.cos(3 * t) }, x, at).x;
      }
      return Math.abs(x - Math.exp(Math.sin(3) / 3));
    };
    expect(error(16) / error(32)).toBeGreaterThan(25);
  });

  it('keeps the error near the tolerance, whatever that is', () => {
    const errors = [1e-4, 1e-6, 1e-8, 1e-10].map((tolerance) => {
      const run = integrate({ ...wide, rate: (_, x) => -x }, 1, over(5, tolerance));
      return { error: Math.abs(run.x - Math.exp(-5)), steps: run.steps, tolerance };
    });
    for (const { error, tolerance } of errors) expect(error).toBeLessThan(20 * tolerance);
    for (let i = 1; i < errors.length; i++) {
      expect(errors[i].error).toBeLessThan(errors[i - 1].error);
      expect(errors[i].steps).toBeGreaterThan(errors[i - 1].steps);
    }
  });

  it('stops at a bound and leaves it as soon as the rate turns', () => {
    // x = sin t, stopped at 0.5 from t = pi / 6 on; leaves when cos t < 0: x(3) = 0.5 + sin 3 - 1.
    const run = integrate({ xMin: -0.5, xMax: 0.5, rate: (t) => Math.cos(t) }, 0, over(3));
    expect(run.x).toBeCloseTo(0.5 + Math.sin(3) - 1, 7);
  });

  it('finds a threshold in time', () => {
    const run = integrate({ ...wide, rate: (t) => (t > 1 / 3 ? 2 : 0) }, 0, {
      ...over(1),
      firstStepSec: 0.1,
    });
    // A jump costs up to a hundred or so tolerances: 1e-9 of the range of 20.
    expect(Math.abs(run.x - 4 / 3)).toBeLessThan(200 * 2e-8);
  });

  it('tells that the numbers failed', () => {
    expect(integrate({ ...wide, rate: (t) => (t < 0.5 ? 1 : Number.NaN) }, 0, over(1)).status).toBe(
      'non-finite',
    );
    const stiff = { ...wide, rate: (t: number, x: number) => -1e9 * (x - Math.cos(t)) };
    const run = integrate(stiff, 0, { ...over(1), maxSteps: 100 });
    expect(run).toMatchObject({ status: 'max-steps', steps: 100 });
  });
});

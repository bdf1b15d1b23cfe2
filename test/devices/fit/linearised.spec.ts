import { expect, it } from 'vitest';
import { meanOverDevices } from '../../../devices/fit/noise/random-effects.js';
import { linearised, meanDevice } from '../../../devices/fit/solve/linearised.js';
import type { ModelFit } from '../../../devices/fit/types.js';
import { piecewiseCurve } from '../../../devices/models/responses/bent-laws.js';
import type { ResponseCurve } from '../../../devices/models/responses/response-curve.js';

/** Devices of the given free numbers, each estimated to 1e-3. */
function fitOf(curve: ResponseCurve, frees: readonly (readonly number[])[]): ModelFit {
  const covariance = curve.free.map((_, j) => curve.free.map((_, k) => (j === k ? 1e-6 : 0)));
  const devices = frees.map((free, d) => ({ name: `${d}`, free, covariance }));
  const noise = { cycle: 0.1, read: 0, readOf: 'conductance', floor: 0, logLikelihood: 0 } as const;
  return { curve, devices, noise, noiseFactor: 1, held: [], points: 99, numbers: 9, aicc: 0 };
}

it('a number that is 0 on every device leaves all quantities known', () => {
  const fit = fitOf(piecewiseCurve(3), [
    [0, 1, 0.03, 0.02, 0, 0, 0.03, 0.04],
    [0, 1, 0.03, 0.02, 0, 0, 0.03, 0.04],
  ]);
  const mean = meanDevice(fit);
  for (const { of } of fit.curve.parameters) {
    const estimates = linearised(fit, (free) => of(free, 1), mean);
    expect(meanOverDevices(estimates!)?.mean).toBeCloseTo(of(mean, 1), 9);
  }
});

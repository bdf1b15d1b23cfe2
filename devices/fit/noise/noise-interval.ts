import { explainedBy } from '../fit-model.js';
import type { TrackedDevice } from '../measured/tracks.js';
import { normal95 } from '../solve/quantiles.js';
import { symmetricInverse } from '../solve/symmetric-inverse.js';
import type { ModelFit } from '../types.js';
import type { Noise } from './innovations.js';
import { noiseLikelihood } from './noise-estimate.js';
import type { Interval } from './random-effects.js';

export interface EstimatedNoise {
  readonly value: number;
  readonly ci95: Interval;
}

/** Step of the logarithm in second differences. */
const h = 0.1;

/**
 * Cycle noise and, where there is any, read noise, corrected for the numbers fitted, with 95 %
 * intervals from the curvature of the log-likelihood in their logarithms; one that is hardly told
 * from none reaches down to 0.
 */
export function noiseIntervals(
  { curve, devices, noise, noiseFactor }: ModelFit,
  tracked: readonly TrackedDevice[],
): { readonly cycle: EstimatedNoise; readonly read: EstimatedNoise | null } {
  const likelihood = noiseLikelihood(
    explainedBy(
      tracked,
      curve,
      devices.map(({ free }) => free),
    ),
  );
  const keys = (['cycle', 'read'] as const).filter((key) => noise[key] > 0);
  const at = (shifts: Partial<Record<'cycle' | 'read', number>>) => {
    const moved = keys.map((key) => [key, noise[key] * Math.exp(shifts[key] ?? 0)] as const);
    return likelihood({ ...(noise as Noise), ...Object.fromEntries(moved) });
  };
  const centre = at({});
  const own = keys.map((key) => at({ [key]: h }) + at({ [key]: -h }) - 2 * centre);
  const cross =
    keys.length < 2
      ? 0
      : (at({ cycle: h, read: h }) +
          at({ cycle: -h, read: -h }) -
          at({ cycle: h, read: -h }) -
          at({ cycle: -h, read: h })) /
        4;
  const information = keys.map((_, i) =>
    keys.map((__, j) => (i === j ? Math.max(-own[i], 0) : -cross) / h ** 2),
  );
  const variances = symmetricInverse(information).map((row, i) => row[i]);
  const estimated = (key: 'cycle' | 'read', i: number): EstimatedNoise => {
    const value = noise[key] * noiseFactor;
    const deviation = Math.sqrt(variances[i]);
    const factor = Math.exp(normal95 * Math.min(deviation, 2));
    return { value, ci95: [deviation > 1 ? 0 : value / factor, value * factor] };
  };
  return {
    cycle: keys[0] === 'cycle' ? estimated('cycle', 0) : { value: 0, ci95: [0, 0] },
    read: noise.read > 0 ? estimated('read', keys.indexOf('read')) : null,
  };
}

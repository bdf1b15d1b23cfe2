import type { Interval } from '../noise/random-effects.js';
import { normal95 } from './quantiles.js';

export interface Profile {
  readonly best: number;
  /** A guess of the standard deviation. */
  readonly deviation: number;
  /** A number that is no less likely so far from the best is not determined. */
  readonly farthest: number;
  /** Where the number ends: `proven` by the data, else by the model alone. */
  readonly limits: { readonly min: Limit; readonly max: Limit };
  /** Variance of the innovations that the likelihood takes for 1. */
  readonly factor: number;
  /** Log-likelihood at the best, and with the number held elsewhere and all others free. */
  readonly centre: number;
  readonly at: (value: number) => number;
}

export interface Limit {
  readonly value: number;
  readonly proven: boolean;
}

/**
 * The 95 % interval of a number by the profile of its likelihood: where twice the log-likelihood
 * has fallen by the square of the normal quantile (Venzon and Moolgavkar 1988, doi
 * 10.2307/2347496). null where it falls so far on one side alone or on none: the data do not fix
 * the number. A proven limit ends an interval.
 */
export function profileInterval(profile: Profile): Interval | null {
  const low = endOf(profile, -1);
  const high = endOf(profile, 1);
  return low === null || high === null ? null : [low, high];
}

const maxSteps = 8;

/**
 * The end on one side, by steps that take the root of the fall for a line, kept between the ends
 * that are known.
 */
function endOf(
  { best, deviation, farthest, limits, factor, centre, at }: Profile,
  side: -1 | 1,
): number | null {
  const limit = side > 0 ? limits.max : limits.min;
  const room = Math.min(farthest, Math.abs(limit.value - best));
  let inside = 0;
  let outside = Infinity;
  let step = Math.min(normal95 * deviation, room);
  for (let i = 0; i < maxSteps; i++) {
    const fall = (2 * (centre - at(best + side * step))) / factor;
    const root = Math.sqrt(Math.max(fall, 0)) / normal95;
    if (Math.abs(root - 1) < 0.04) break;
    if (root > 1) outside = step;
    else if (step >= room) return limit.proven && room < farthest ? limit.value : null;
    else inside = step;
    const guess = step / Math.min(Math.max(root, 0.2), 5);
    const between = guess > inside && guess < outside;
    step = Math.min(between ? guess : outside === Infinity ? 2 * step : (inside + outside) / 2, room);
  }
  return best + side * step;
}

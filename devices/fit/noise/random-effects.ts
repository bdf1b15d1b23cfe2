import { chiSquareQuantile, normal95, rootOf, student95 } from '../solve/quantiles.js';

/** One quantity as estimated on each device, and the variance of each estimate. */
export interface Estimates {
  readonly values: readonly number[];
  readonly variances: readonly number[];
}

export type Interval = readonly [low: number, high: number];

/**
 * The mean over devices, of which those measured are a sample, and its 95 % interval by Hartung and
 * Knapp (2001, doi 10.1002/sim.791): weights 1 / (variance + deviation^2), Student's t of one
 * degree less than devices, and never narrower than the estimates alone would have it. One device:
 * its estimate and normal interval. Estimates without a finite variance are left out; null where
 * none is left.
 */
export function meanOverDevices(
  estimates: Estimates,
): { readonly mean: number; readonly ci95: Interval } | null {
  const { values, variances } = finite(estimates);
  if (values.length === 0) return null;
  const between = rootOfQ([{ values, variances }], values.length - 1);
  const { mean, total } = weighted({ values, variances }, between);
  const freedom = values.length - 1;
  if (freedom === 0) return { mean, ci95: around(mean, normal95 * Math.sqrt(1 / total)) };
  const scatter = Math.max(generalisedQ([{ values, variances }], between) / freedom, 1);
  return { mean, ci95: around(mean, student95(freedom) * Math.sqrt(scatter / total)) };
}

/**
 * Standard deviation from device to device with the estimates' own errors taken off, common to one
 * or more groups, each with a mean of its own (Paule and Mandel 1982), and its 95 % interval by the
 * Q-profile (Viechtbauer 2007, doi 10.1002/sim.2514): Q(variance) is a chi-square. Devices that
 * scatter less than the errors of their estimates do not prove that they are equal: the upper end
 * is then what devices of the expected scatter would give. null for one device.
 */
export function deviationOf(
  groups: readonly Estimates[],
): { readonly deviation: number; readonly ci95: Interval } | null {
  const usable = groups.map(finite);
  const freedom = usable.reduce((sum, { values }) => sum + Math.max(values.length - 1, 0), 0);
  if (freedom === 0) return null;
  const deviationAt = (q: number) => Math.sqrt(rootOfQ(usable, q));
  const high = chiSquareQuantile(0.025, freedom) * Math.min(generalisedQ(usable, 0) / freedom, 1);
  return {
    deviation: deviationAt(freedom),
    ci95: [deviationAt(chiSquareQuantile(0.975, freedom)), deviationAt(high)],
  };
}

/**
 * The variance between devices at which the generalised Q is `q`; 0 where it is smaller from the
 * start.
 */
function rootOfQ(groups: readonly Estimates[], q: number): number {
  if (q === 0 || generalisedQ(groups, 0) <= q) return 0;
  const squares = groups.map((group) => {
    const { mean } = weighted({ ...group, variances: group.values.map(() => 1) }, 0);
    return group.values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  });
  // Q is at most the sum of squares over the variance.
  const highest = squares.reduce((sum, square) => sum + square, 0) / q;
  return rootOf((between) => q - generalisedQ(groups, between), [0, highest]);
}

function generalisedQ(groups: readonly Estimates[], between: number): number {
  return groups.reduce((sum, group) => {
    const { mean } = weighted(group, between);
    return (
      sum + group.values.reduce((q, value, i) => q + (value - mean) ** 2 / (group.variances[i] + between), 0)
    );
  }, 0);
}

function weighted({ values, variances }: Estimates, between: number): { mean: number; total: number } {
  let [sum, total] = [0, 0];
  values.forEach((value, i) => {
    const weight = 1 / Math.max(variances[i] + between, 1e-300);
    sum += weight * value;
    total += weight;
  });
  return { mean: sum / total, total };
}

function finite({ values, variances }: Estimates): Estimates {
  const kept = values.flatMap((value, i) =>
    Number.isFinite(value) && Number.isFinite(variances[i]) ? [i] : [],
  );
  return {
    values: kept.map((i) => values[i]),
    variances: kept.map((i) => Math.max(variances[i], 1e-18 * values[i] ** 2)),
  };
}

function around(mean: number, half: number): Interval {
  return [mean - half, mean + half];
}

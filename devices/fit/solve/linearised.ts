import { type Estimates, meanOverDevices } from '../noise/random-effects.js';
import type { FittedDevice, ModelFit } from '../types.js';

/** The free numbers of the mean device. */
export function meanDevice({ curve, devices }: ModelFit): readonly number[] {
  return curve.free.map((_, k) => {
    const own = devices.map(({ free }) => free[k]);
    const estimated = meanOverDevices(estimatesOf(devices, unit(k, curve.free.length), (d) => own[d]));
    return estimated?.mean ?? own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}

/**
 * A quantity on every device, to first order around the mean one, so that its mean is that of the
 * mean device and not shifted by the quantity's own curvature; null where it depends on held
 * numbers alone.
 */
export function linearised(
  { curve, devices, held }: ModelFit,
  quantity: (free: readonly number[]) => number,
  mean: readonly number[],
): Estimates | null {
  const centre = quantity(mean);
  const gradient = mean.map((value, k) => {
    if (held.includes(k)) return 0;
    const step = 1e-5 * (curve.free[k].scale ?? Math.max(value, 1e-4));
    const [above, below] = [step, -step].map((shift) => quantity(mean.with(k, value + shift)));
    return (above - below) / (2 * step);
  });
  if (gradient.every((slope) => slope === 0)) return null;
  return estimatesOf(
    devices,
    gradient,
    (d) => centre + gradient.reduce((sum, slope, k) => sum + slope * (devices[d].free[k] - mean[k]), 0),
  );
}

function estimatesOf(
  devices: readonly FittedDevice[],
  gradient: readonly number[],
  value: (device: number) => number,
): Estimates {
  const used = gradient.flatMap((slope, k) => (slope === 0 ? [] : [k]));
  const variance = ({ covariance }: FittedDevice) =>
    used.reduce(
      (sum, j) => sum + used.reduce((row, k) => row + gradient[j] * covariance[j][k] * gradient[k], 0),
      0,
    );
  return { values: devices.map((_, d) => value(d)), variances: devices.map(variance) };
}

function unit(k: number, length: number): number[] {
  return Array.from({ length }, (_, i) => (i === k ? 1 : 0));
}

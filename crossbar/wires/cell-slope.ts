import type { CurrentVoltage } from '../../devices/index.js';

/** Voltage below which a curve is taken as straight. */
const smallV = 1e-9;

/**
 * df/dV as Newton's method can use it: finite and above 0. From `slope` or a central difference;
 * where a curve stands upright or falls, the slope of the chord to the origin.
 */
export function cellSlope({ drive, slope }: CurrentVoltage): (voltageV: number) => number {
  const stepOf = (v: number) => 1e-5 * Math.max(Math.abs(v), 1e-3);
  const difference = (v: number) => (drive(v + stepOf(v)) - drive(v - stepOf(v))) / (2 * stepOf(v));
  const steepness = slope ?? difference;
  return (v) => {
    const found = steepness(v);
    if (found > 0 && found < Infinity) return found;
    const away = Math.abs(v) < smallV ? smallV : v;
    return drive(away) / away;
  };
}

/**
 * A copy of plain data with everything under `seconds`, `timing` and `samplesPerSecond` left out:
 * the times of a result.
 */
export function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !/^(seconds|timing|samplesPerSecond)$/.test(key));
  return Object.fromEntries(kept.map(([key, below]) => [key, withoutTimes(below)]));
}

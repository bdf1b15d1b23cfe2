/**
 * A copy of plain data with everything under `seconds`, `timing`, `samplesPerSecond` and `engine`
 * left out: the times of a result, and the kernels that took them.
 */
export function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key]) => !/^(seconds|timing|samplesPerSecond|engine)$/.test(key),
  );
  return Object.fromEntries(kept.map(([key, below]) => [key, withoutTimes(below)]));
}

/**
 * Numbers as the table, the sentences and the page all write them: the same figure reads the same
 * everywhere.
 */

/** What stands where nothing was measured. */
export const NOT_MEASURED = '–';

/**
 * A fraction as percent with two decimals, without the sign: 0.871 -> `87.10`. Not finite or null
 * -> `–`.
 */
export function percent(fraction: number | null): string {
  return fraction === null || !Number.isFinite(fraction) ? NOT_MEASURED : positiveZero(100 * fraction);
}

/**
 * A difference of two fractions in percentage points, always signed: -0.023 -> `-2.30`, 0.023 ->
 * `+2.30`.
 */
export function signedPoints(fraction: number): string {
  const text = positiveZero(100 * fraction);
  return Number(text) > 0 ? `+${text}` : text;
}

/** `-2.90 to -1.70`, in percentage points. */
export function pointsInterval([low, high]: readonly [number, number]): string {
  return `${signedPoints(low)} to ${signedPoints(high)}`;
}

/** A length of time in seconds: `0.8 s`, `3 min 05 s`, `1 h 02 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return NOT_MEASURED;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** A count or a rate with thousands apart: 12345.6 -> `12,346`; below 10 one decimal is kept. */
export function quantity(value: number): string {
  if (!Number.isFinite(value)) return NOT_MEASURED;
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return value.toLocaleString('en-US', { maximumFractionDigits });
}

function positiveZero(value: number): string {
  const text = value.toFixed(2);
  return text === '-0.00' ? '0.00' : text;
}

const twoDigits = (n: number) => String(n).padStart(2, '0');

const PREFIXES = ['f', 'p', 'n', 'u', 'm', ''] as const;

/** Three digits and a prefix: 4.26e-9 J -> `4.26 nJ`; nothing -> `0 J`. */
export function si(value: number, unit: string): string {
  if (value === 0) return `0 ${unit}`;
  // Rounded first: 999.9 n is 1 u.
  const rounded = Number(value.toPrecision(3));
  const thousands = Math.max(-5, Math.min(0, Math.floor(Math.log10(Math.abs(rounded)) / 3)));
  return `${Number((rounded / 1000 ** thousands).toPrecision(3))} ${PREFIXES[thousands + 5]}${unit}`;
}

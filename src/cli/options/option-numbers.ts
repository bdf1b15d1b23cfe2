import { InvalidArgumentError } from 'commander';

export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('Expected a number of seconds.');
}

/** Threads and workers, each of which takes megabytes. */
export const maxThreads = 256;

export function wholeFrom(min: number, max = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    const to = max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : '';
    throw new InvalidArgumentError(`Expected a whole number from ${min}${to}.`);
  };
}

/** A finite number, at least `min`. */
export function numberFrom(min: number, unit = '') {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value >= min) return value;
    const from = min > -Infinity ? ` from ${min}` : '';
    throw new InvalidArgumentError(`Expected a number${from}${unit && ` in ${unit}`}.`);
  };
}

/** Seconds of a time such as 90s, 10m, 1.5h. Throws InvalidArgumentError. */
export function timeSpan(text: string): number {
  const [, value, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text) ?? [];
  const seconds = Number(value) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
  if (seconds > 0) return seconds;
  throw new InvalidArgumentError('Expected a time above 0 such as 90s, 10m or 1h.');
}

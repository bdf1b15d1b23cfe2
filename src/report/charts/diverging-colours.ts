import type { Colour } from './bitmap.js';

/**
 * Blue to red through near-white, told apart by colour-blind readers: ColorBrewer RdBu, 5 of its 11
 * classes.
 */
const STOPS: readonly Colour[] = [
  [5, 48, 97],
  [67, 147, 195],
  [247, 247, 247],
  [214, 96, 77],
  [103, 0, 31],
];

/** Odd, so that zero has a colour of its own: the middle one. */
const SIZE = 65;

/** `SIZE` colours from the most negative to the most positive value. */
export const DIVERGING: readonly Colour[] = Array.from({ length: SIZE }, (_, i) => {
  const at = (i / (SIZE - 1)) * (STOPS.length - 1);
  const left = Math.min(Math.floor(at), STOPS.length - 2);
  const mix = (channel: 0 | 1 | 2) =>
    Math.round(STOPS[left]![channel] + (at - left) * (STOPS[left + 1]![channel] - STOPS[left]![channel]));
  return [mix(0), mix(1), mix(2)] as const;
});

/**
 * Index into `DIVERGING` of `value` on a scale from -limit to limit; what lies outside takes the
 * end colour. Not finite, or limit = 0: the colour of zero.
 */
export function divergingIndex(value: number, limit: number): number {
  const middle = (SIZE - 1) / 2;
  if (!Number.isFinite(value) || limit === 0) return middle;
  return Math.round(middle * (1 + Math.max(-1, Math.min(1, value / limit))));
}

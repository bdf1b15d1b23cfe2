import type { Span } from './kernels/kernels.js';

/** Lines 0 .. total - 1 cut into tiles of `size`, the last one shorter. */
export function tileSpans(total: number, size: number): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < total; from += size) spans.push({ from, to: Math.min(from + size, total) });
  return spans;
}

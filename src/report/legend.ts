import * as Plot from '@observablehq/plot';

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  /** Drawn dashed. Default false. */
  readonly isReference?: boolean;
}

/**
 * Pixels that one entry takes above the frame: add them for each to the top margin and to the
 * height.
 */
export const legendRow = 18;

/** One line a series in its colour, above the frame at the left. */
export function legend(entries: readonly LegendEntry[]): Plot.Markish[] {
  return entries.map(({ name, colour, isReference = false }, i) =>
    Plot.text([`${isReference ? '╌╌' : '━━'} ${name}`], {
      frameAnchor: 'top-left',
      textAnchor: 'start',
      dx: 6,
      dy: -legendRow * (entries.length - i) + 2,
      fill: colour,
      fontWeight: 600,
    }),
  );
}

import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml } from '../escape.js';

/**
 * Okabe and Ito's colours (jfly.uni-koeln.de/color), told apart by colour-blind readers, ordered so
 * that the first ones stand out on white and on black.
 */
export const SERIES_COLOURS = ['#0072B2', '#009E73', '#D55E00', '#CC79A7', '#E69F00', '#56B4E9'] as const;

/** The colour of the i-th run, the same in every chart. */
export const seriesColour = (i: number): string => SERIES_COLOURS[i % SERIES_COLOURS.length]!;

/**
 * Draws a Plot as an SVG string that stands alone or inside a page: text in currentColor on no
 * background, announced as one image described by `ariaLabel`.
 */
export function svgPlot({ ariaLabel, ...options }: Plot.PlotOptions & { ariaLabel: string }): string {
  const { document } = parseHTML('<html></html>');
  const svg = Plot.plot({
    style: { background: 'none', fontSize: '13px', fontFamily: 'inherit' },
    className: 'chart',
    ...options,
    document,
  });
  // Only an element with a role may have a name, as those have that Plot gives to the parts.
  for (const part of svg.querySelectorAll('g[aria-label]')) part.setAttribute('role', 'group');
  // Written by hand: linkedom leaves < in an attribute as it is, which is no XML.
  const described = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(ariaLabel)}"`;
  return described + svg.outerHTML.slice('<svg'.length);
}

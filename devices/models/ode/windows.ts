import { checkInteger, checkNumber } from '../../base/errors.js';

/**
 * Slows the drift near the ends of the device: f(x, i), x in [0, 1], i the current (only its sign
 * counts).
 */
export type DriftWindow = (x: number, currentA: number) => number;

/** f = 1: only the hard stops (Strukov et al. 2008, doi 10.1038/nature06932). */
export function rectangularWindow(): DriftWindow {
  return () => 1;
}

/**
 * f = 1 - (2x - 1)^(2p), p = 1, 2, ... (Joglekar and Wolf 2009, doi 10.1088/0143-0807/30/4/001, eq.
 * 12).
 */
export function joglekarWindow(p: number): DriftWindow {
  checkInteger('joglekarWindow: p', p, { min: 1 });
  return (x) => 1 - (2 * x - 1) ** (2 * p);
}

/**
 * f = 1 - (x - step(-i))^(2p), p = 1, 2, ...; step(u) = 1 for u >= 0, else 0 (Biolek, Biolek and
 * Biolkova, Radioengineering 18, 210 (2009), eqs. 6 and 7). Zero only at the end that the state
 * moves to, so that no state is terminal.
 */
export function biolekWindow(p: number): DriftWindow {
  checkInteger('biolekWindow: p', p, { min: 1 });
  return (x, i) => 1 - (x - (-i >= 0 ? 1 : 0)) ** (2 * p);
}

/**
 * f = j (1 - ((x - 1/2)^2 + 3/4)^p), p > 0, j > 0 (Prodromakis et al. 2011, doi
 * 10.1109/TED.2011.2158004, eqs. 10 and 12).
 */
export function prodromakisWindow(p: number, j = 1): DriftWindow {
  checkNumber('prodromakisWindow: p', p, { min: Number.MIN_VALUE });
  checkNumber('prodromakisWindow: j', j, { min: Number.MIN_VALUE });
  return (x) => j * (1 - ((x - 0.5) ** 2 + 0.75) ** p);
}

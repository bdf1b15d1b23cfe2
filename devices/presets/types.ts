import type { Constant } from './constant.js';

/** What a technology does to conductances that were programmed once: published fits as data. */
export interface InferenceNoise {
  readonly name: string;
  readonly source: string;
  /** Conductances that the fit covers. */
  readonly minS: Constant;
  readonly maxS: Constant;
  /** Standard deviation after programming: sum of coefficients[k] (G / unitS)^k. */
  readonly programming: { readonly unitS: Constant; readonly coefficients: readonly Constant[] };
  /**
   * ((t + t0) / t0)^-nu; mean and deviation of nu as curves of G / gMaxS, G without its programming
   * error.
   */
  readonly drift?: {
    readonly referenceSec: Constant;
    readonly exponent: FittedCurve;
    readonly exponentDeviation: FittedCurve;
  };
  /** A shift and a spread by ln(t / t0), whatever the conductance: see `withRelaxation`. */
  readonly relaxation?: {
    readonly referenceSec: Constant;
    readonly shiftS: Constant;
    readonly spreadS: Constant;
    readonly spreadGrowthS: Constant;
  };
  /**
   * 1/f noise from t0 after programming on: its strength as a curve of G / gMaxS, and the duration
   * of a read.
   */
  readonly read?: { readonly readSec: Constant; readonly strength: FittedCurve | LogarithmicSpread };
}
/** A curve of x = G / gMaxS in two pieces, the second only where `from` is given. */
export interface FittedCurve {
  /** slope ln x + offset, or scale x^power; clipped to [min, max]. */
  readonly low: Readonly<Record<string, Constant>>;
  /** Where the polynomial takes over. */
  readonly from?: Constant;
  readonly coefficients?: readonly Constant[];
}
/** 1/f noise of spreadS log10(G / unitS), at least 0, G the conductance that is read. */
export interface LogarithmicSpread {
  readonly spreadS: Constant;
  readonly unitS: Constant;
}

import type { Mapping } from '../../configuration/plain-data.js';
import type { PublishedAccuracies, PublishedAccuracy } from '../results/result.js';

/** One experiment of a paper: how to run it, and what was found. */
export interface PublishedRow {
  readonly name: string;
  readonly summary: string;
  /** What differs from the default configuration. */
  readonly configuration: Mapping;
  /** Seeds to run and to take the mean of, from the one asked for on. */
  readonly repeats: number;
  /**
   * The untrained network is run too, for comparison: a linear read-out with all labels proves
   * little.
   */
  readonly untrainedTwin?: boolean;
  /** What was found; empty where no figure has been published. */
  readonly published: PublishedAccuracies;
  /** The same for the other shares of labels that the network is read out with. */
  readonly publishedLabels?: readonly { readonly labels: number; readonly published: PublishedAccuracies }[];
  /** Where the figures and the settings come from. */
  readonly source: string;
}

/** The method's paper and the code that was published with it. */
const paper = 'Liu et al. 2024, doi:10.1088/2634-4386/ad8c78 (arXiv:2403.12116)';

/** A citation of a table or figure of the paper, in words. */
export const fromPaper = (what: string) => `${paper}: ${what}`;

/** A published accuracy in percent, with its standard deviation over runs. */
export function roundedPercent(mean: number, spread: number | null, runs: number): PublishedAccuracy {
  return { mean: mean / 100, spread: spread === null ? null : spread / 100, runs };
}

/**
 * A training that backprop is to take as it stands: the default's own overrides for backprop are
 * overridden in turn.
 */
export function asBackprop(training: Mapping): Mapping {
  const { learningRate, schedule, target } = training;
  return { rule: 'backprop', ...training, backprop: { learningRate, schedule, target } };
}

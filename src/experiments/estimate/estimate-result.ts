import type { Accuracy, DatasetSummary, RunResult } from '../results/result.js';
import type { MeanInterval } from '../results/statistics.js';
import type { TaskFailure } from './task-set.js';

/**
 * What `crossprop estimate` finds: the shape of its result.json. Accuracies are fractions of the
 * test set.
 */
export interface EstimateResult {
  readonly schema: 1;
  readonly kind: 'estimate';
  readonly version: string;
  /** Other versions that runs were made by, taken by --accept-version. */
  readonly acceptedVersions?: readonly string[];
  readonly name: string;
  readonly seed: number;
  readonly seeds: readonly number[];
  readonly config: unknown;
  readonly dataset: DatasetSummary;
  /** Which of the accuracies all figures are. */
  readonly measure: keyof Accuracy;
  readonly chip: Estimated;
  /** The same rule in floating point. */
  readonly ideal: Estimated;
  /** Chip minus ideal, seed by seed. */
  readonly difference: MeanInterval;
  /** Means over the chip's runs; null where the runs have no chip. */
  readonly counters: EstimatedCounters | null;
  /** Updates from one look at the wires to the next; null where they are ideal. */
  readonly wires: { readonly solveEvery: number; readonly updateEvery: number } | null;
  readonly budget: ErrorBudget | null;
  readonly specification: Specification | null;
  /** Stages that were asked for and have not ended; absent where all have. */
  readonly pending?: readonly ('budget' | 'specification')[];
  /** null for a convolutional network. */
  readonly cost: EstimatedCost | null;
  readonly findings: readonly string[];
  /** The chip's and the ideal's, seed by seed. */
  readonly runs: readonly RunResult[];
  /** Tasks that failed or went non-finite, with what they said. */
  readonly failures: readonly TaskFailure[];
  readonly timing: Readonly<Record<string, number>>;
}

export interface EstimatedCounters {
  /**
   * Shares of conversions that clipped, and of programmed weights that the devices' bounds clipped.
   */
  readonly adcSaturation: number;
  readonly clippedWeights: number;
  /** Share of inputs that the DACs clipped; absent in results of version 0.1. */
  readonly dacSaturation?: number;
  /** As those of `ChipSummary`; absent in results of version 0.1. */
  readonly unsettledDevices?: number;
  readonly missingWeight?: number;
}

export interface Estimated extends MeanInterval {
  /** One a seed. */
  readonly values: readonly number[];
}

export interface ErrorBudget {
  /** A chip of ideal parts. */
  readonly idealChip: Estimated;
  /** Ideal chip minus chip: what the parts cost together. */
  readonly total: MeanInterval;
  /** The most expensive first. */
  readonly items: readonly BudgetItem[];
  /** Of a budget that ends as soon as what was asked for is certain; absent of a whole one. */
  readonly asked?: {
    /** How many of the most expensive items were to be certain. */
    readonly top: number;
    /** Whether they are, with probability 0.95; their order may still be open, see `ranks`. */
    readonly isCertain: boolean;
    /** Runs that it took, those for the accuracy included. */
    readonly runs: number;
  };
}

export interface BudgetItem {
  readonly name: string;
  readonly label: string;
  readonly remedy: string;
  /** Ideal chip minus the ideal chip with this alone. */
  readonly alone: MeanInterval;
  /** The chip without this minus the chip. */
  readonly removed: MeanInterval;
  /** The mean of both, by which items rank: what this costs on average among the others. */
  readonly share: MeanInterval;
  /**
   * The ranks it may have: [1 + items that clearly cost more, all - items that clearly cost less],
   * clear among all of its comparisons (Holm); of a budget that ended early, as `rankCosts` says.
   */
  readonly ranks: readonly [number, number];
  /**
   * `share` is above 0, and `removed` below, by more than chance among so many items; absent in
   * results of version 0.1.
   */
  readonly costs?: boolean;
  readonly helps?: boolean;
  /**
   * `alone` and `removed` differ by more than chance among so many items: the effect depends on the
   * others.
   */
  readonly interacts: boolean;
}

export interface Specification {
  readonly target: number;
  readonly items: readonly SpecificationItem[];
}

export interface SpecificationItem {
  readonly name: string;
  readonly unit: string;
  readonly now: number;
  /**
   * The loosest value tried at which the mean reaches the target, all else as it is; null where
   * none does.
   */
  readonly needed: number | null;
  /** The search was stopped before the value was settled; absent = it is. */
  readonly open?: true;
  /** Mean accuracy at `needed`, or at the best value tried. */
  readonly accuracy: number;
}

/** Of a training image, null on a chip that only infers, and of one pass through the network. */
export interface EstimatedCost {
  readonly trainingImage: { readonly energyJ: number; readonly latencySec: number } | null;
  readonly inference: { readonly energyJ: number; readonly latencySec: number };
  readonly areaM2: number;
  /**
   * The part that takes most of a training image's energy, or of a pass through the network, and
   * its share.
   */
  readonly largestPart: { readonly name: string; readonly share: number };
  /**
   * Mean loss of current in the wires of a tile whose cells all have `conductanceS`, the mean that
   * they had after training, and the largest size of tile (a power of two) that keeps it under 5 %.
   * It need not cost accuracy: the budget says whether it does.
   */
  readonly wireLoss: {
    readonly share: number;
    readonly tile: number;
    /** The chip's wires are ideal: their resistance is an assumption. */
    readonly assumed: boolean;
    /** Absent in results of 0.1.0, whose cells all had the largest conductance of the device. */
    readonly conductanceS?: number;
  };
}

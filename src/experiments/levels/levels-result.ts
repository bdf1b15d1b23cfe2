import type { LearningRuleName } from '../../configuration/configuration.js';
import type { TaskFailure } from '../estimate/task-set.js';
import type { Accuracy, DatasetSummary, Learned } from '../results/result.js';
import type { MeanInterval } from '../results/statistics.js';

/**
 * What `crossprop compare` finds where the configuration has a compare block: the shape of its
 * result.json.
 */
export interface LevelsResult {
  readonly schema: 1;
  readonly kind: 'levels';
  readonly version: string;
  /** Other versions that runs were made by, taken by --accept-version. */
  readonly acceptedVersions?: readonly string[];
  readonly name: string;
  readonly seed: number;
  readonly seeds: readonly number[];
  readonly config: unknown;
  readonly dataset: DatasetSummary;
  /** Dotted path inside the hardware block, and its values in their order. */
  readonly vary: string;
  readonly values: readonly number[];
  readonly measure: keyof Accuracy;
  /**
   * Accuracies as fractions of the test set: a line a rule and kind of hardware, ideal ones the
   * same at every level.
   */
  readonly series: readonly AccuracySeries[];
  /** How well the updates point, a line a rule and beta. */
  readonly fidelity: readonly FidelitySeries[];
  /** At each level, the beta of those tried whose update has the least relative error. */
  readonly bestBeta: readonly {
    readonly level: number;
    readonly beta: number;
    readonly cosine: number;
    readonly relativeError: number;
  }[];
  readonly failures: readonly TaskFailure[];
  readonly timing: Readonly<Record<string, number>>;
}

export interface AccuracySeries {
  readonly rule: LearningRuleName;
  readonly hardware: 'ideal' | 'chip';
  readonly points: readonly (MeanInterval & {
    readonly level: number;
    readonly values: readonly number[];
    /** Whether the runs learned; absent in results of version 0.1 and where there are none. */
    readonly learned?: Learned;
  })[];
}

export interface FidelitySeries {
  readonly rule: LearningRuleName;
  /** null for a rule that has none. */
  readonly beta: number | null;
  readonly points: readonly FidelityPoint[];
}

export interface FidelityPoint {
  readonly level: number;
  /** Cosine of the angle between update and gradient over all couplings. */
  readonly cosine: MeanInterval;
  /** |update - gradient| / |gradient|. */
  readonly relativeError: MeanInterval;
}

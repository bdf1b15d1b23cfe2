import type { LearningRuleName } from '../../configuration/configuration.js';
import type { PhaseSummary } from '../../relax/phase-record.js';

/**
 * The shape of `result.json`, the contract between an experiment and everything that reads it
 * (terminal table, report, users' scripts). Accuracies are fractions of the test set in [0, 1].
 * Wall-clock times stand only under keys named `seconds` or `timing`; all else is reproducible to
 * the byte.
 */
export interface ExperimentResult {
  readonly schema: 1;
  readonly version: string;
  readonly name: string;
  readonly seed: number;
  /** The resolved configuration: every default filled in. */
  readonly config: unknown;
  readonly dataset: DatasetSummary;
  /**
   * SHA-256 of the other files that were read, by the field that names them; absent where there are
   * none.
   */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly runs: readonly RunResult[];
  /** Wall-clock seconds of the whole experiment, by stage. */
  readonly timing: Readonly<Record<string, number>>;
  readonly comparisons: readonly Comparison[];
}

export interface DatasetSummary {
  readonly name: string;
  /** Number of images trained on and tested on. */
  readonly train: number;
  readonly test: number;
  /**
   * SHA-256 over the uncompressed files, in the order train images, train labels, test images, test
   * labels.
   */
  readonly sha256: string;
}

export type RunStatus = 'completed' | 'interrupted' | 'non-finite' | 'failed';

export interface RunResult {
  /** `backprop-ideal`, `eqprop-ideal` and `eqprop-chip` in the default comparison. */
  readonly id: string;
  readonly rule: LearningRuleName;
  readonly mode: string;
  /** `'ideal'`, or the hardware block of the configuration. */
  readonly hardware: unknown;
  readonly seed: number;
  readonly status: RunStatus;
  readonly accuracy: Accuracy;
  /**
   * Where `readout.labels` is a list: the finished network, read out with the other shares of the
   * labels.
   */
  readonly otherLabels?: readonly LabelShare[];
  readonly epochs: readonly EpochResult[];
  /**
   * The learning curve: accuracy by class association on a small fixed sample, against the training
   * images seen within the run. A coarse measure; `accuracy` is the one over the whole test set.
   */
  readonly curve?: readonly { readonly images: number; readonly average: number }[];
  /**
   * Present where the products were computed by relaxed SIMD, whose last bits depend on the
   * processor.
   */
  readonly arithmetic?: 'fast';
  /**
   * The kernels that ended the run and their instructions, such as `native avx512`: they change no
   * other figure but times. Absent in results of version 0.1.
   */
  readonly engine?: string;
  /** Other versions that the run was begun with, and went on from by --accept-version. */
  readonly acceptedVersions?: readonly string[];
  /** Homeostasis thresholds over the run; absent where labels are the target. */
  readonly homeostasis?: HomeostasisTrace;
  /** What the arrays did; absent on ideal hardware. */
  readonly chip?: ChipSummary;
  /** The cells of all arrays before and after training; absent on ideal hardware. */
  readonly conductances?: ConductanceHistogram;
  readonly train: TrainingSummary;
  /** Images of the test; absent in results of version 0.1. */
  readonly testImages?: number;
  /** Whether the network learned; absent in results of version 0.1. */
  readonly learned?: Learned;
  /** What the run learned by, as its rule resolves it; absent in results of version 0.1. */
  readonly learning?: RunLearning;
  /** The runs of which this is the mean; absent for a single one. */
  readonly repeats?: readonly { readonly seed: number; readonly accuracy: Accuracy }[];
  /** 95 % intervals of mean accuracies over seeds, see `shareInterval`; absent for a single run. */
  readonly intervals?: Readonly<Partial<Record<keyof Accuracy, readonly [number, number]>>>;
  /** Where the run is one of a paper: what was found there, and where it stands. */
  readonly published?: PublishedAccuracies;
  readonly source?: string;
}

export interface Learned {
  /**
   * `untrained` = no epoch of training, `not-measured` = it ended before a test: neither is judged.
   */
  readonly status: 'learned' | 'not-learned' | 'untrained' | 'not-measured';
  /** Why it did not learn, to stand behind a colon; null otherwise. */
  readonly reason: string | null;
  /** What a simple classifier scores on the same images; null where it was not computed. */
  readonly reference: { readonly name: string; readonly accuracy: number } | null;
}

export interface RunLearning {
  /** One a coupling, input side first, before the schedule. */
  readonly learningRate: readonly number[];
  readonly batchSize: number;
  readonly optimizer: string;
}

export interface LabelShare {
  /** Fraction of the training labels. */
  readonly labels: number;
  readonly accuracy: Accuracy;
  readonly published?: PublishedAccuracies;
}

export type PublishedAccuracies = Readonly<Partial<Record<keyof Accuracy, PublishedAccuracy>>>;

/** A mean over runs and its standard deviation, fractions of the test set; null where not given. */
export interface PublishedAccuracy {
  readonly mean: number;
  readonly spread: number | null;
  readonly runs: number;
}

/** Counts of cells by conductance in equal bins, the last holding all beyond. */
export interface ConductanceHistogram {
  readonly fromS: number;
  readonly toS: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Mean of all cells; absent in results of 0.1.0. */
  readonly meanBeforeS?: number;
  readonly meanAfterS?: number;
}

/** Thresholds H, in units of a neuron's state: what the DACs of a chip hold, or floats. */
export interface HomeostasisTrace {
  /** Output units shown, spread evenly over all. */
  readonly units: readonly number[];
  readonly samples: readonly HomeostasisSample[];
}

export interface HomeostasisSample {
  /** Images learned from so far in the run. */
  readonly images: number;
  /** H of the units shown. */
  readonly values: readonly number[];
  /** Over all units. */
  readonly lowest: number;
  readonly highest: number;
  readonly deviation: number;
}

/** Counts over all arrays and the whole run, training and tests. */
export interface ChipSummary {
  /** Vectors read in each direction. */
  readonly forwardReads: number;
  readonly backwardReads: number;
  /**
   * Share of the analog-to-digital conversions that clipped at full scale; in a direction that was
   * not read null.
   */
  readonly adcSaturation: number;
  readonly adcSaturationForward: number | null;
  readonly adcSaturationBackward: number | null;
  /**
   * Of every coupling that is read in both directions, input side first: how far its backward read
   * is from the transpose of the forward one, relative, see `transposeMismatch`. Absent where none
   * is.
   */
  readonly transposeMismatch?: readonly number[];
  /** Share of the inputs, of either direction, that clipped at full scale of the DACs. */
  readonly dacSaturation: number;
  readonly updates: number;
  /** Devices that got at least one pulse, summed over the updates. */
  readonly pulsedDevices: number;
  /** Initial write and verify; updates of training. */
  readonly programming: WriteSummary;
  readonly training: WriteSummary;
  /** Share of the programmed weights that the devices' bounds clipped. */
  readonly clippedWeights: number;
  /**
   * Share of the programmed devices that write and verify did not bring within tolerance of their
   * targets, and the root mean square of what these miss, in units of weight; 0 where none. Absent
   * in results of version 0.1.
   */
  readonly unsettledDevices?: number;
  readonly missingWeight?: number;
  /** Pulses that a device took in all. */
  readonly wear: { readonly mostPulses: number; readonly meanPulses: number };
  /**
   * Physical tiles, and the share of their cells that hold a weight or a reference: the rest is
   * padding.
   */
  readonly tiles: { readonly count: number; readonly utilisation: number };
  /**
   * How far backward reads are from the transpose of forward ones, relative to these, and how far
   * reads of curved cells behind wires are off where the curve is applied at the line's voltage
   * (sampled on up to 16 tiles per array): the largest of any array, 0 where reciprocal, null where
   * not known or nothing is approximated.
   */
  readonly asymmetry: number | null;
  readonly approximationError: number | null;
}

/** By the cost parameters of the chip. Times are the simulated chip's. */
export interface WriteSummary {
  readonly pulses: number;
  readonly energyJ: number;
  readonly durationSec: number;
}

/**
 * `average` and `max` for unsupervised runs (class association), `test` for supervised ones; null
 * where not measured.
 */
export interface Accuracy {
  readonly average: number | null;
  readonly max: number | null;
  readonly linear: number | null;
  readonly test: number | null;
}

export interface EpochResult {
  /** Counted from 1, pretraining first. */
  readonly epoch: number;
  /** Of semi-supervised training. */
  readonly part?: 'pretrain' | 'main';
  /** Nothing but null where the epoch was not followed by a test. */
  readonly accuracy: Accuracy;
  readonly seconds: number;
}

export interface TrainingSummary {
  readonly seconds: number;
  /** Throughput is a time: it varies from run to run. */
  readonly samplesPerSecond: number;
  /** Relaxation sweeps (free and nudged together) per training image; 0 for backprop. */
  readonly sweepsPerSample: number;
  /**
   * How phases ended, training and the last test together; absent where nothing relaxes and in
   * results of 0.1.0.
   */
  readonly phases?: PhaseSummary;
}

export interface Comparison {
  /** Run ids; `delta` = accuracy of `of` minus accuracy of `against`. */
  readonly of: string;
  readonly against: string;
  readonly accuracy: keyof Accuracy;
  readonly delta: number;
  /**
   * 95 % interval of delta: paired bootstrap over the test images, or over seeds where several have
   * it.
   */
  readonly ci95: readonly [number, number];
}

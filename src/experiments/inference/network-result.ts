import type { TaskFailure } from '../estimate/task-set.js';
import type { DatasetSummary } from '../results/result.js';
import type { MeanInterval } from '../results/statistics.js';

/**
 * What `crossprop estimate NETWORK.onnx` finds: the shape of its result.json. Accuracies are
 * fractions of the test images.
 */
export interface NetworkEstimateResult {
  readonly schema: 1;
  readonly kind: 'network-estimate';
  readonly version: string;
  readonly name: string;
  readonly seed: number;
  readonly seeds: readonly number[];
  readonly config: unknown;
  readonly dataset: DatasetSummary;
  readonly network: NetworkSummary;
  /** The network in floating point, as ONNX Runtime computes it. */
  readonly float: { readonly accuracy: number };
  /** Over the chips that are done; `values` one a seed. */
  readonly chip: MeanInterval & { readonly values: readonly number[] };
  /** Chip minus float, chip by chip. */
  readonly difference: MeanInterval;
  /** Means over the chips, in the order in which layers are computed. */
  readonly layers: readonly LayerSummary[];
  /** Image by image, means over the chips; shares of the test images. */
  readonly agreement: Agreement;
  /** One pass of an image through the arrays; float operators are not part of it. */
  readonly cost: NetworkCost;
  readonly chips: readonly ChipResult[];
  /** Chips that are still to come; absent where all are done. */
  readonly pending?: number;
  readonly failures: readonly TaskFailure[];
  readonly findings: readonly string[];
  readonly timing: Readonly<Record<string, number>>;
}

export interface NetworkSummary {
  readonly file: string;
  readonly sha256: string;
  /** Numbers on arrays, and products of an image with them. */
  readonly weights: number;
  readonly macs: number;
  readonly tiles: number;
}

export interface LayerSummary {
  readonly label: string;
  readonly operator: string;
  /** Of one matrix, and how many there are. */
  readonly rows: number;
  readonly cols: number;
  readonly matrices: number;
  readonly tiles: number;
  /** Vectors that its arrays read for an image. */
  readonly reads: number;
  readonly error: number;
  readonly clippedInputs: number;
  readonly clippedConversions: number;
  readonly clippedWeights: number;
}

export interface Agreement {
  /** The chip says the class that floats say. */
  readonly same: number;
  readonly bothRight: number;
  /** Right in floats and wrong on the chip, and the other way round. */
  readonly lost: number;
  readonly gained: number;
  readonly bothWrong: number;
}

export interface NetworkCost {
  readonly energyJ: number;
  readonly latencySec: number;
  readonly areaM2: number;
  /** The part that takes most of the energy, and its share. */
  readonly largestPart: { readonly name: string; readonly share: number };
}

export interface ChipResult {
  readonly seed: number;
  readonly accuracy: number;
  readonly agreement: Agreement;
  readonly layers: readonly Pick<
    LayerSummary,
    'label' | 'error' | 'clippedInputs' | 'clippedConversions' | 'clippedWeights'
  >[];
  readonly meanConductanceS: number;
}

import type { OuterProduct, StoredState } from '../../crossbar/index.js';

/** A batch as a rule gets it. Arrays are the caller's and live until the next batch. */
export interface TrainingBatch {
  readonly batch: number;
  /** [batch, pixels], dropout applied. */
  readonly input: Float32Array;
  /**
   * Dropout of each layer, [batch, units] of 0 and 1 (or scaled, where the rule says so); null =
   * none.
   */
  readonly masks: readonly (Float32Array | null)[];
  /** Sets the target for an output [batch, units]; called once. */
  readonly targetInto: (target: Float32Array, output: Float32Array) => void;
  /** Number of the batch, which its random draws depend on; by default one more than the last. */
  readonly step?: number;
}

/**
 * What a rule wants changed: `products[l]` for couplings[l], `biases[l]` for biases[l], before the
 * learning rate.
 */
export interface Update {
  readonly products: readonly OuterProduct[];
  readonly biases: readonly Float32Array[];
  /** Relaxation steps spent on the batch, free and nudged; 0 for backprop. */
  readonly sweeps: number;
  readonly status: 'ok' | 'non-finite';
}

/** A way to learn: EqProp or backprop, on any couplings. It changes no weight itself. */
export interface LearningRule {
  /** As its definition has it, see `learningRules`. */
  readonly name: string;
  /**
   * Inverted dropout divides kept values by 1 - p (backprop, except at the output); EqProp does
   * not.
   */
  readonly invertedDropout: boolean;
  readonly update: (batch: TrainingBatch) => Update;
  /** What it remembers from one call to the next, if anything. */
  readonly memory?: StoredState;
  /**
   * out [batch, outputs] = the network's answer to `input` [batch, pixels] in inference: no
   * dropout, no target.
   */
  readonly inferInto: (out: Float32Array, input: Float32Array, batch: number) => void;
}

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
  /** Number of the batch, which its random draws depend on; by default one more than the last. */
  readonly step?: number;
}

/**
 * The update that a rule computes, before the learning rate: `products[l]` for couplings[l],
 * `biases[l]` for biases[l].
 */
export interface Update {
  readonly products: readonly OuterProduct[];
  readonly biases: readonly Float32Array[];
  /** Relaxation steps spent on the batch, free and nudged; 0 for backprop. */
  readonly sweeps: number;
  readonly status: 'ok' | 'non-finite';
}

/** The output of a network for a batch, and the update towards a target. */
export interface Answer {
  /** [batch, outputs], which a target may be chosen by. It lives until the rule's next call. */
  readonly output: Float32Array;
  /**
   * What `target` [batch, outputs] teaches; to be called once, before the rule's next call. The
   * arrays of the update live until the next batch.
   */
  readonly updateTowards: (target: Float32Array) => Update;
}

/**
 * A way to learn: EqProp or backprop, on any couplings. A batch passes in two phases, the answer
 * and the update towards a target. It changes no weight itself.
 */
export interface LearningRule {
  /** As its definition has it, see `learningRules`. */
  readonly name: string;
  /**
   * Inverted dropout divides kept values by 1 - p (backprop, except at the output); EqProp does
   * not.
   */
  readonly invertedDropout: boolean;
  readonly answer: (batch: TrainingBatch) => Answer;
  /** The state that the rule keeps from one call to the next, if any. */
  readonly memory?: StoredState;
  /**
   * out [batch, outputs] = the network's answer to `input` [batch, pixels] in inference: no
   * dropout, no target.
   */
  readonly inferInto: (out: Float32Array, input: Float32Array, batch: number) => void;
}

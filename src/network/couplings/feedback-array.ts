import type { Coupling } from '../coupling.js';

/**
 * `forward` [post, pre] with its backward reads on a second coupling, `feedback` [pre, post], that
 * holds the transpose on devices of its own and is given the same updates: the two drift apart as
 * their devices differ. A line is driven or sensed, never both, so that neurons which settle with
 * their arrays need it where they have neighbours on both sides.
 */
export function withFeedbackArray(forward: Coupling, feedback: Coupling): Coupling {
  return Object.freeze<Coupling>({
    pre: forward.pre,
    post: forward.post,
    repeatable: forward.repeatable && feedback.repeatable,
    beginPhase(phase) {
      forward.beginPhase?.(phase);
      feedback.beginPhase?.(phase);
    },
    forwardInto: forward.forwardInto,
    backwardInto: feedback.forwardInto,
    update(product) {
      forward.update(product);
      feedback.update({ ...product, post: product.pre, pre: product.post });
    },
    weightsInto: forward.weightsInto,
  });
}

/** [cols, rows] of [rows, cols]. */
export function transposed(weights: Float32Array, rows: number, cols: number): Float32Array {
  const out = new Float32Array(weights.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[j * rows + i] = weights[i * cols + j];
  }
  return out;
}

import type { OuterProduct, Panels, Windows } from '../../crossbar/index.js';

/**
 * All that a learning rule knows of a weight matrix W [post, pre]. States are flat [batch, units];
 * arrays handed in come from the network's kernels.
 */
export interface Coupling {
  readonly pre: number;
  readonly post: number;
  /** Equal inputs give equal outputs until the next update, so that a result may be used again. */
  readonly repeatable: boolean;
  /**
   * To be called as a phase begins, free or nudged: noise frozen for a phase is drawn anew, twin
   * arrays take turns.
   */
  readonly beginPhase?: (phase: 'free' | 'nudged') => void;
  /** out [batch, post] = W pre. */
  readonly forwardInto: (out: Float32Array, pre: Float32Array, batch: number) => void;
  /** out [batch, pre] = W^T post, through the same devices. */
  readonly backwardInto: (out: Float32Array, post: Float32Array, batch: number) => void;
  /** W += scale * sum_b post[b] pre[b]^T, or as near as the hardware comes. */
  readonly update: (product: OuterProduct) => void;
  /** out [post, pre]: an ideal look at the weights, for reports. */
  readonly weightsInto: (out: Float32Array) => Float32Array;
  /** The weights themselves, where they are floats and not devices. */
  readonly floats?: FloatWeights;
  /** Where a read is the exact product: W as the product kernels take it, and W^T as it is now. */
  readonly exact?: { readonly panels: Panels; readonly transposed: () => Panels };
  /**
   * W as reports show it, where that is another matrix: of a resistive network's first layer, one
   * weight a pixel x in place of the conductances to x and to -x.
   */
  readonly shown?: Pick<Coupling, 'pre' | 'post' | 'weightsInto'>;
  /**
   * Of a convolution: the matrix that is read at every window; `weightsInto` then gives the dense
   * matrix it stands for.
   */
  readonly filters?: { readonly matrix: Coupling; readonly windows: Windows };
}

/** Weights that may be read and written at will, in the coupling's own order, padded with zeros. */
export interface FloatWeights {
  readonly values: Float32Array;
  /**
   * An outer product summed out, in the order of `values`, 0 where these are padding: `use` gets it
   * stretch by stretch, beginning at values[from], each valid until the next.
   */
  readonly summed: (product: OuterProduct, use: (sum: Float32Array, from: number) => void) => void;
  /** To be called after `values` were written. */
  readonly changed: () => void;
}

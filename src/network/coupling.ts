import type { OuterProduct, Panels, Windows } from '../../crossbar/index.js';

/**
 * The weight matrix W [post, pre] as a learning rule sees it. States are flat [batch, units];
 * arrays handed in come from the network's kernels.
 */
export interface Coupling {
  readonly pre: number;
  readonly post: number;
  /** Equal inputs give equal outputs until the next update, so a result may be reused. */
  readonly repeatable: boolean;
  /**
   * Call at the start of each phase, free or nudged. A crossbar with frozen noise draws new noise;
   * a twin coupling switches to the array of the phase.
   */
  readonly beginPhase?: (phase: 'free' | 'nudged') => void;
  /** out [batch, post] = W pre. */
  readonly forwardInto: (out: Float32Array, pre: Float32Array, batch: number) => void;
  /** out [batch, pre] = W^T post, through the same devices. */
  readonly backwardInto: (out: Float32Array, post: Float32Array, batch: number) => void;
  /** W += scale * sum_b post[b] pre[b]^T, or as near as the hardware comes. */
  readonly update: (product: OuterProduct) => void;
  /** out [post, pre]: the weights, read without noise or converters, for reports. */
  readonly weightsInto: (out: Float32Array) => Float32Array;
  /** The weights themselves, where they are floats and not devices. */
  readonly floats?: FloatWeights;
  /**
   * Present where a read is the exact product: W in the layout of the product kernels, and the
   * current W^T.
   */
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

/** Weights that callers may read and write, in the coupling's own order, padded with zeros. */
export interface FloatWeights {
  readonly values: Float32Array;
  /**
   * Computes an outer product in the order of `values`, with 0 for padding. `use` receives it block
   * by block, each beginning at values[from] and valid until the next call.
   */
  readonly summed: (product: OuterProduct, use: (sum: Float32Array, from: number) => void) => void;
  /** To be called after `values` were written. */
  readonly changed: () => void;
}

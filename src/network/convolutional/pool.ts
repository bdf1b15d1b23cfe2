import type { Kernels, Windows } from '../../../crossbar/index.js';

/**
 * Takes one number from each window of an image. States are flat [batch, units], arrays the
 * kernels' own.
 */
export interface Pool {
  readonly pre: number;
  readonly post: number;
  readonly forwardInto: (out: Float32Array, pre: Float32Array, batch: number) => void;
  /** The transpose; of a max pool, as its windows chose at the last `forwardInto`. */
  readonly backwardInto: (out: Float32Array, post: Float32Array, batch: number) => void;
}

export interface PoolOptions {
  /** average: pixels beyond the edge count as 0. max: they do not count. */
  readonly kind: 'max' | 'average';
  readonly windows: Windows;
  readonly kernels: Kernels;
  readonly maxBatch: number;
}

export function createPool({ kind, windows, kernels, maxBatch }: PoolOptions): Pool {
  const { channels, height, width, outHeight, outWidth } = windows;
  const post = outHeight * outWidth * channels;
  const where = kind === 'max' ? kernels.int32(maxBatch * post) : null;
  return Object.freeze<Pool>({
    pre: height * width * channels,
    post,
    forwardInto: (out, pre, batch) => kernels.poolInto(out, pre, { windows, batch, where }),
    backwardInto: (out, values, batch) => kernels.unpoolInto(out, values, { windows, batch, where }),
  });
}

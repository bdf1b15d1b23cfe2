import type { Kernels, OuterProduct, Windows } from '../../../crossbar/index.js';
import type { Coupling, FloatWeights } from '../coupling.js';

export interface ConvOptions {
  readonly windows: Windows;
  readonly kernels: Kernels;
  /**
   * Images unfolded at once: memory and cache against the cost of a call. `filters` must take as
   * many times the windows.
   */
  readonly picturesAtOnce: number;
}

/**
 * A convolution: one matrix `filters` [channels, size size inputs], on whatever hardware, read at
 * every window of an image. Images are [height, width, channels], so that the windows of a batch
 * are the rows of one product.
 */
export function createConvCoupling(
  filters: Coupling,
  { windows, kernels, picturesAtOnce }: ConvOptions,
): Coupling {
  const { channels, height, width, outHeight, outWidth } = windows;
  const places = outHeight * outWidth;
  const pre = height * width * channels;
  const post = places * filters.post;
  const columns = kernels.float32(picturesAtOnce * places * filters.pre);
  let gradient: Float32Array | null = null;

  const inParts = (rows: number, part: (from: number, batch: number) => void) => {
    for (let from = 0; from < rows; from += picturesAtOnce) part(from, Math.min(picturesAtOnce, rows - from));
  };
  /** The product over every window, part by part. */
  const unfolded = (product: OuterProduct, each: (part: OuterProduct) => void) => {
    inParts(product.rows, (from, batch) => {
      kernels.unfoldInto(columns, product.pre.subarray(from * pre), { windows, batch });
      each({ ...product, post: product.post.subarray(from * post), pre: columns, rows: batch * places });
    });
  };

  const sharedWeights = (floats: FloatWeights): FloatWeights =>
    Object.freeze<FloatWeights>({
      ...floats,
      summed(product, use) {
        const sum = gradient?.fill(0) ?? kernels.float32(floats.values.length);
        gradient = sum;
        unfolded(product, (part) =>
          floats.summed(part, (more, from) => {
            for (let i = 0; i < more.length; i++) sum[from + i] += more[i];
          }),
        );
        use(sum, 0);
      },
    });

  return Object.freeze<Coupling>({
    pre,
    post,
    repeatable: filters.repeatable,
    ...(filters.beginPhase && { beginPhase: filters.beginPhase }),
    forwardInto(out, values, rows) {
      inParts(rows, (from, batch) => {
        kernels.unfoldInto(columns, values.subarray(from * pre), { windows, batch });
        filters.forwardInto(out.subarray(from * post), columns, batch * places);
      });
    },
    backwardInto(out, values, rows) {
      inParts(rows, (from, batch) => {
        filters.backwardInto(columns, values.subarray(from * post), batch * places);
        kernels.foldInto(out.subarray(from * pre), columns, { windows, batch });
      });
    },
    update: (product) => unfolded(product, filters.update),
    filters: { matrix: filters, windows },
    ...(filters.floats && { floats: sharedWeights(filters.floats) }),
    weightsInto: (out) => expand(out, filters, { windows, pre }),
  });
}

/** out [post, pre] = the dense matrix that the convolution is. */
function expand(
  out: Float32Array,
  filters: Coupling,
  { windows, pre }: { windows: Windows; pre: number },
): Float32Array {
  const { channels, height, width, size, stride, padding, outHeight, outWidth } = windows;
  const weights = filters.weightsInto(new Float32Array(filters.post * filters.pre));
  out.fill(0);
  for (let place = 0; place < outHeight * outWidth; place++) {
    for (let entry = 0; entry < filters.pre; entry++) {
      const pixel = Math.floor(entry / channels);
      const y = Math.floor(place / outWidth) * stride - padding + Math.floor(pixel / size);
      const x = (place % outWidth) * stride - padding + (pixel % size);
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      const from = (y * width + x) * channels + (entry % channels);
      for (let filter = 0; filter < filters.post; filter++) {
        out[(place * filters.post + filter) * pre + from] = weights[filter * filters.pre + entry];
      }
    }
  }
  return out;
}

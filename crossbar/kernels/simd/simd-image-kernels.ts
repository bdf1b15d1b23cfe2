import type { ImageKernels, WindowJob } from '../contract/image-kernels.js';
import type { Allocator } from './allocator.js';
import type { Share } from './shared-calls.js';

/** The kernels of windows, compiled. */
export function createSimdImageKernels({
  share,
  addressOf,
}: Pick<Allocator, 'addressOf'> & { readonly share: Share }): ImageKernels {
  /** `rows` of every picture, of windows or of pixels, are shared out. */
  const slide = (
    name: string,
    arrays: readonly (Float32Array | Int32Array | null)[],
    { windows, batch, rows }: WindowJob & { rows: number },
  ) => {
    const { channels, height, width, size, stride, padding, outHeight, outWidth } = windows;
    const work = batch * outHeight * outWidth * size * size * channels;
    share(name, { total: batch * rows, work }, (from, to) => [
      ...arrays.map((array) => addressOf(array)),
      channels,
      height,
      width,
      size,
      stride,
      padding,
      outHeight,
      outWidth,
      from,
      to,
    ]);
  };

  return {
    unfoldInto(columns, pictures, job) {
      slide('unfold', [columns, pictures], { ...job, rows: job.windows.outHeight });
    },
    foldInto(pictures, columns, job) {
      slide('fold', [pictures, columns], { ...job, rows: job.windows.height });
    },
    poolInto(pooled, pictures, { where, ...job }) {
      const by = { ...job, rows: job.windows.outHeight };
      if (where) slide('maxPool', [pooled, where, pictures], by);
      else slide('averagePool', [pooled, pictures], by);
    },
    unpoolInto(pictures, pooled, { where, ...job }) {
      slide('unpool', [pictures, pooled, where], { ...job, rows: job.windows.height });
    },
  };
}

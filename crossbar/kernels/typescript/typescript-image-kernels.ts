import type { ImageKernels, WindowJob } from '../contract/image-kernels.js';

const f = Math.fround;

/** The twins of the SIMD kernels of the same names. */
export const typescriptImageKernels: ImageKernels = Object.freeze<ImageKernels>({
  unfoldInto(columns, pictures, job) {
    columns.fill(0, 0, columnsOf(job));
    eachEntry(job, ({ column, pixel }) => {
      columns[column] = pictures[pixel];
    });
  },

  foldInto(pictures, columns, job) {
    pictures.fill(0, 0, pixelsOf(job));
    eachEntry(job, ({ column, pixel }) => {
      pictures[pixel] += columns[column];
    });
  },

  poolInto(pooled, pictures, { where, ...job }) {
    const { size } = job.windows;
    pooled.fill(where ? -Infinity : 0, 0, columnsOf(job) / size ** 2);
    where?.fill(0);
    eachEntry(job, ({ window, pixel, place }) => {
      const v = pictures[pixel];
      if (!where) pooled[window] += v;
      else if (v > pooled[window] || Number.isNaN(v)) {
        pooled[window] = v;
        where[window] = place;
      }
    });
    if (!where) scale(pooled, columnsOf(job) / size ** 2, size);
  },

  unpoolInto(pictures, pooled, { where, ...job }) {
    pictures.fill(0, 0, pixelsOf(job));
    eachEntry(job, ({ window, pixel, place }) => {
      if (!where || where[window] === place) pictures[pixel] += pooled[window];
    });
    if (!where) scale(pictures, pixelsOf(job), job.windows.size);
  },
});

interface Entry {
  /**
   * Index of the entry in the columns, of its window and channel in what is pooled, of the pixel
   * and channel.
   */
  column: number;
  window: number;
  pixel: number;
  /** Of the pixel in its window. */
  place: number;
}

/**
 * Visits the pixels under each window, windows from the top left, leaving out those beyond the
 * edge.
 */
function eachEntry({ windows, batch }: WindowJob, visit: (entry: Entry) => void): void {
  const { channels, height, width, size, stride, padding, outHeight, outWidth } = windows;
  for (let w = 0; w < batch * outHeight * outWidth; w++) {
    const picture = Math.floor(w / (outHeight * outWidth));
    const top = (Math.floor(w / outWidth) % outHeight) * stride - padding;
    const left = (w % outWidth) * stride - padding;
    for (let place = 0; place < size * size; place++) {
      const y = top + Math.floor(place / size);
      const x = left + (place % size);
      if (y < 0 || y >= height || x < 0 || x >= width) continue;
      for (let c = 0; c < channels; c++) {
        visit({
          column: (w * size * size + place) * channels + c,
          window: w * channels + c,
          pixel: ((picture * height + y) * width + x) * channels + c,
          place,
        });
      }
    }
  }
}

function scale(values: Float32Array, count: number, size: number): void {
  const share = f(1 / size ** 2);
  for (let i = 0; i < count; i++) values[i] *= share;
}

const pixelsOf = ({ windows: { channels, height, width }, batch }: WindowJob) =>
  batch * height * width * channels;

const columnsOf = ({ windows: { channels, size, outHeight, outWidth }, batch }: WindowJob) =>
  batch * outHeight * outWidth * size ** 2 * channels;

import type { Pixels } from '../dataset.js';

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Shares of the pixels `from` .. of a line that make up each pixel of the scaled line. */
interface Share {
  readonly from: number;
  readonly weights: readonly number[];
}

/**
 * An image [height, width, channels] scaled to `to`, line by line and column by column, each pixel
 * a mean of those around its place with weights that fall linearly: bilinear where it grows, over
 * as many pixels as fall into one where it shrinks (no aliasing), as Pillow's BILINEAR does. Bytes
 * are rounded at the end. A size kept is the image itself.
 */
export function resizeImage(
  pixels: Pixels,
  { height, width, channels }: Size & { readonly channels: number },
  to: Size,
): Pixels {
  if (height === to.height && width === to.width) return pixels;
  const rows = sharesOf(height, to.height);
  const columns = sharesOf(width, to.width);
  const narrow = new Float64Array(height * to.width * channels);
  for (let i = 0; i < narrow.length; i++) {
    const channel = i % channels;
    const { from, weights } = columns[Math.floor(i / channels) % to.width]!;
    const row = Math.floor(i / channels / to.width) * width;
    for (let k = 0; k < weights.length; k++) {
      narrow[i] += weights[k] * pixels[(row + from + k) * channels + channel];
    }
  }
  const stride = to.width * channels;
  const out =
    pixels instanceof Uint8Array ? new Uint8Array(to.height * stride) : new Float32Array(to.height * stride);
  for (let i = 0; i < out.length; i++) {
    const { from, weights } = rows[Math.floor(i / stride)]!;
    const column = i % stride;
    let sum = 0;
    for (let k = 0; k < weights.length; k++) sum += weights[k] * narrow[(from + k) * stride + column];
    out[i] = pixels instanceof Uint8Array ? Math.round(sum) : sum;
  }
  return out;
}

/** The triangle of weights about the place of each pixel, cut at the edges and brought to sum 1. */
function sharesOf(length: number, to: number): readonly Share[] {
  const ratio = length / to;
  const reach = Math.max(ratio, 1);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * ratio;
    const from = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(length, Math.floor(centre + reach + 0.5));
    const raw = Array.from({ length: end - from }, (__, k) =>
      Math.max(0, 1 - Math.abs(from + k + 0.5 - centre) / reach),
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { from, weights: raw.map((weight) => weight / sum) };
  });
}

/** Height and width of an option that is one number or two. */
export function sizeOf(option: number | readonly number[]): Size {
  const [height, width = height] = [option].flat() as [number, number?];
  return { height, width };
}

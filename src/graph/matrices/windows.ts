/** How a kernel moves over a picture [channels, height, width]. */
export interface Sliding {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly dilation: readonly [number, number];
  /** At the top, the left, the bottom, the right. */
  readonly pads: readonly [number, number, number, number];
}

/** Places of the kernel over the picture, below each other and beside each other. */
export function placesOf({
  height,
  width,
  size,
  stride,
  dilation,
  pads,
}: Sliding): readonly [number, number] {
  const along = (length: number, k: 0 | 1, padding: number) =>
    Math.floor((length + padding - dilation[k] * (size[k] - 1) - 1) / stride[k]) + 1;
  return [along(height, 0, pads[0] + pads[2]), along(width, 1, pads[1] + pads[3])];
}

/**
 * columns [places, channels size size] = what the kernel sees at each place of `picture`, which
 * begins at `from`; zeros beyond its edges. O(columns).
 */
export function unfoldInto(
  columns: Float32Array,
  picture: Float32Array,
  { from, sliding }: { from: number; sliding: Sliding },
): void {
  const { channels, height, width, size, stride, dilation, pads } = sliding;
  const [rows, cols] = placesOf(sliding);
  const [sizeY, sizeX] = size;
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const [top, left] = [row * stride[0] - pads[0], col * stride[1] - pads[1]];
      for (let channel = 0; channel < channels; channel++) {
        const plane = from + channel * height * width;
        for (let ky = 0; ky < sizeY; ky++) {
          const y = top + ky * dilation[0];
          const line = plane + y * width;
          const isInside = y >= 0 && y < height;
          for (let kx = 0; kx < sizeX; kx++) {
            const x = left + kx * dilation[1];
            columns[at++] = isInside && x >= 0 && x < width ? picture[line + x] : 0;
          }
        }
      }
    }
  }
}

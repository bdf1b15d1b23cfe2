/** RGB, each 0 .. 255. */
export type Colour = readonly [red: number, green: number, blue: number];

const HEADERS = 54;
/** 72 dots per inch, in pixels per metre. */
const PIXELS_PER_METRE = 2835;

/**
 * An uncompressed 8-bit BMP as a data URI: a 28 x 28 image with 65 colours takes 1.5 kB. `indices`
 * [height, width], row-major from the top, into a palette of at most 256 colours. O(width height).
 * Layout: BITMAPFILEHEADER and BITMAPINFOHEADER of the Windows GDI documentation, rows padded to 4
 * bytes.
 */
export function bitmapUri(indices: Uint8Array, width: number, palette: readonly Colour[]): string {
  const height = indices.length / width;
  const stride = (width + 3) & ~3;
  const pixelStart = HEADERS + 4 * palette.length;
  const bytes = Buffer.alloc(pixelStart + stride * height);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(pixelStart, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(-height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(8, 28);
  bytes.writeUInt32LE(stride * height, 34);
  bytes.writeInt32LE(PIXELS_PER_METRE, 38);
  bytes.writeInt32LE(PIXELS_PER_METRE, 42);
  bytes.writeUInt32LE(palette.length, 46);
  for (const [i, [red, green, blue]] of palette.entries()) bytes.set([blue, green, red, 0], HEADERS + 4 * i);
  for (let row = 0; row < height; row++) {
    bytes.set(indices.subarray(row * width, (row + 1) * width), pixelStart + row * stride);
  }
  return `data:image/bmp;base64,${bytes.toString('base64')}`;
}

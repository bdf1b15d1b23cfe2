import { inflateSync } from 'node:zlib';
import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { InputError } from '../../../devices/base/errors.js';

/** What an image says of itself before it is decoded. */
export interface ImageHeader {
  readonly kind: 'png' | 'jpeg';
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for colour; what is transparent counts as what lies under it. */
  readonly channels: 1 | 3;
}

/** An image of bytes, [height, width, channels]. */
export interface DecodedImage extends Pick<ImageHeader, 'height' | 'width' | 'channels'> {
  readonly pixels: Uint8Array;
}

/** Of one image: 8192 x 8192. */
const MOST_PIXELS = 2 ** 26;
/** Deflate packs at most 1032 bytes into one. */
const MOST_COMPRESSION = 1032;

/**
 * Size and kind by the first bytes of a PNG (ISO/IEC 15948) or by the frame header of a JPEG (ITU-T
 * T.81). Throws InputError naming `file` for another file, for one without a header, and for a size
 * that is 0 or beyond 2^26 pixels. Decodes nothing.
 */
export function imageHeader(bytes: Uint8Array, file: string): ImageHeader {
  const header = bytes[0] === 0x89 ? pngHeader(bytes) : bytes[0] === 0xff ? jpegHeader(bytes) : undefined;
  if (header === undefined) throw new InputError(`${file}: expected a PNG or JPEG image`);
  if (header === null) throw new InputError(`${file}: expected a whole image (got one without a header)`);
  const { height, width } = header;
  const isLikely = height * width * leastBits(header.kind, bytes) <= 8 * MOST_COMPRESSION * bytes.length;
  if (height > 0 && width > 0 && height * width <= MOST_PIXELS && isLikely) return header;
  if (!isLikely && height * width <= MOST_PIXELS) {
    throw new InputError(
      `${file}: expected a whole image (got ${height} x ${width} pixels in its header and ${bytes.length} bytes in all)`,
    );
  }
  throw new InputError(
    `${file}: expected an image of 1 to ${MOST_PIXELS} pixels (got ${height} x ${width} in its header)`,
  );
}

/**
 * Bits of a pixel that its file cannot do without, before compression: those of a PNG by depth and
 * colour type. A JPEG holds at least a bit for each block of 64 pixels, more than this asks for.
 */
function leastBits(kind: ImageHeader['kind'], bytes: Uint8Array): number {
  if (kind === 'jpeg') return 8;
  const samples: Readonly<Record<number, number>> = { 2: 3, 4: 2, 6: 4 };
  return bytes[24] * (samples[bytes[25]] ?? 1);
}

function pngHeader(bytes: Uint8Array): ImageHeader | null | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 8 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a)
    return undefined;
  if (bytes.length < 33 || view.getUint32(12) !== 0x49484452) return null;
  // Colour types 0 and 4 are grey, 2, 3 and 6 have colours.
  const channels = bytes[25] === 0 || bytes[25] === 4 ? 1 : 3;
  return { kind: 'png', width: view.getUint32(16), height: view.getUint32(20), channels };
}

function jpegHeader(bytes: Uint8Array): ImageHeader | null | undefined {
  if (bytes[1] !== 0xd8) return undefined;
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    // Start of frame: C0 to CF but the tables C4, C8, CC.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return jpegFrame(bytes, at);
    if (marker === 0xda || marker === 0xd9) return null;
    at += 2 + bytes[at + 2] * 256 + bytes[at + 3];
  }
  return null;
}

function jpegFrame(bytes: Uint8Array, at: number): ImageHeader {
  const word = (from: number) => bytes[from] * 256 + bytes[from + 1];
  return { kind: 'jpeg', height: word(at + 5), width: word(at + 7), channels: bytes[at + 9] === 1 ? 1 : 3 };
}

/**
 * The image in 8 bits, transparency left out, CMYK as red, green and blue. Throws InputError naming
 * `file` where it is cut short or damaged. Needs some 20 bytes a pixel while it works.
 */
export function decodeImage(bytes: Uint8Array, file: string): DecodedImage {
  const header = imageHeader(bytes, file);
  const { height, width, channels } = header;
  const { data, stride } = decoded(bytes, { header, file });
  if (data.length !== height * width * stride) {
    throw new InputError(`${file}: expected ${height} x ${width} pixels as in its header`);
  }
  const pixels = new Uint8Array(height * width * channels);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      pixels[pixel * channels + channel] = data[pixel * stride + channel];
    }
  }
  return { height, width, channels, pixels };
}

function decoded(
  bytes: Uint8Array,
  { header, file }: { header: ImageHeader; file: string },
): { data: Uint8Array; stride: number } {
  try {
    if (header.kind === 'png') {
      checkInterlaced(bytes, header);
      return { data: PNG.sync.read(Buffer.from(bytes)).data, stride: 4 };
    }
    const { data } = decodeJpeg(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: 2048,
    });
    return { data, stride: 3 };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `${file}: expected a whole ${header.kind.toUpperCase()} image (got: ${oneLine(message)})`,
    );
  }
}

/** The decoder inflates an interlaced image to any length: here it must fit the size. */
function checkInterlaced(bytes: Uint8Array, { height, width }: ImageHeader): void {
  if (bytes[28] === 0) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (view.getUint32(at + 4) === 0x49444154)
      parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  // At most 8 bytes a pixel, and a byte a line for the filter in each of 7 passes.
  inflateSync(Buffer.concat(parts), { maxOutputLength: 8 * height * width + 14 * height + 64 });
}

const oneLine = (message: string) => message.replace(/\s+/g, ' ').trim().slice(0, 120);

import { readdirSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { InputError } from '../../../../devices/base/errors.js';
import { resizeImage, sizeOf } from '../../edits/resize.js';
import { readBytes } from '../../readers/stored-file.js';
import type { DataFormat, RawPart } from '../data-format.js';
import { decodeImage, type ImageHeader, imageHeader } from '../decode-image.js';
import type { OwnOptions } from '../own-options.js';
import { listParts, mapParts } from '../parts.js';
import { type DataPlace, foldersIn, groupedParts, openPlace, partOfName } from '../place.js';
import { checkRoom } from '../room.js';

/** Folders of images by class, in folders `train` and `test` or in one. */
export const imageFolder: DataFormat = Object.freeze({
  name: 'folders of images by class',
  read(place: DataPlace, options: OwnOptions) {
    const folders = foldersIn(place);
    const areParts = folders.every((name) => partOfName(name) !== null);
    const parts = areParts ? groupedParts(folders, (name) => name) : null;
    const roots =
      parts && !parts.all
        ? mapParts(parts, (names) => names.map((name) => join(place.path, name)))
        : { all: [onlyPart(place, folders)] };
    const files = mapParts(roots, (paths) => paths.flatMap(filesByClass));
    const every = listParts(files).flat();
    if (every.every((found) => found.image === null)) return null;
    const empty = every.find((found) => found.image === null);
    if (empty)
      throw new InputError(`${empty.folder}: no PNG or JPEG image, expected some in a folder of a class`);
    return {
      parts: mapParts(files, (found) => readImages(found as readonly FoundImage[], place.path, options)),
      files: every.map(({ image }) => image as string),
    };
  },
});

/** The folder itself, or the one folder of a part that stands alone in it. */
function onlyPart({ path }: DataPlace, folders: readonly string[]): string {
  const parts = folders.filter((name) => partOfName(name) !== null);
  return folders.length === 1 && parts.length === 1 ? join(path, parts[0]!) : path;
}

interface FoundImage {
  readonly image: string;
  readonly label: string;
}

interface EmptyFolder {
  readonly image: null;
  readonly folder: string;
  readonly label: string;
}

const isImage = (name: string) => /^\.(png|jpe?g)$/i.test(extname(name));
const isOtherImage = (name: string) => /^\.(bmp|gif|webp|tiff?|ppm|pgm|avif|heic)$/i.test(extname(name));

/** Images below the folder of each class, in the order of their paths. */
function filesByClass(root: string): readonly (FoundImage | EmptyFolder)[] {
  return foldersIn(openPlace(root)).flatMap((label): readonly (FoundImage | EmptyFolder)[] => {
    const folder = join(root, label);
    const names = (readdirSync(folder, { recursive: true }) as string[]).sort();
    const other = names.find(isOtherImage);
    if (other) throw new InputError(`${join(folder, other)}: expected a PNG or JPEG image`);
    const images = names.filter(isImage).map((name) => ({ image: join(folder, name), label }));
    return images.length > 0 ? images : [{ image: null, folder, label }];
  });
}

function readImages(found: readonly FoundImage[], root: string, { resize }: OwnOptions): RawPart {
  const size = resize === undefined ? null : sizeOf(resize);
  const headers = found.map(({ image }) => imageHeader(readBytes(image), image));
  const { height, width } = size ?? commonSize(headers, found);
  const channels = headers.some((header) => header.channels === 3) ? 3 : 1;
  const length = height * width * channels;
  checkRoom(found.length * length, `${root}: ${found.length} images of ${height} x ${width} x ${channels}`);
  const pixels = new Uint8Array(found.length * length);
  found.forEach(({ image }, i) => {
    const decoded = decodeImage(readBytes(image), image);
    const scaled = resizeImage(decoded.pixels, decoded, { height, width });
    const from = i * length;
    if (decoded.channels === channels) pixels.set(scaled, from);
    else for (let k = 0; k < length; k++) pixels[from + k] = scaled[Math.floor(k / 3)];
  });
  const labels = found.map(({ label }) => label);
  return { file: root, count: found.length, height, width, channels, pixels, maxPixel: 255, labels };
}

function commonSize(headers: readonly ImageHeader[], found: readonly FoundImage[]): ImageHeader {
  const first = headers[0]!;
  const other = headers.findIndex(({ height, width }) => height !== first.height || width !== first.width);
  if (other < 0) return first;
  const { height, width } = headers[other]!;
  throw new InputError(
    `${found[other]!.image}: ${height} x ${width} pixels, expected ${first.height} x ${first.width} as ${relative('.', found[0]!.image)} has, or dataset.resize`,
  );
}

import { dirname } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { ImageSet } from '../dataset.js';
import { classLabels } from './class-labels.js';
import { contentHash } from './content-hash.js';
import type { RawPart } from './data-format.js';
import { dataFormats } from './formats/index.js';
import type { OwnOptions } from './own-options.js';
import type { Parts } from './parts.js';
import { listParts, mapParts } from './parts.js';
import { openPlace } from './place.js';

/** What a file or folder of one's own holds. */
export interface OpenedData {
  /** Of `dataFormats`. */
  readonly format: string;
  /** Training and test where the files keep them apart, else all. */
  readonly parts: Parts<ImageSet>;
  /** The files that were read. */
  readonly files: readonly string[];
  /** SHA-256 of the files as stored, see `contentHash`. */
  readonly sha256: string;
}

/**
 * Reads a file or folder in the first format that it fits. Images stay as they are stored, one byte
 * a number where files have bytes; batches make floats of them (`imagesInto`). Throws InputError,
 * one line, for a place that fits none, and for damaged or contradicting files.
 */
export function openData(options: OwnOptions): OpenedData {
  const place = openPlace(options.path);
  for (const { name: format, read } of dataFormats) {
    const content = read(place, options);
    if (content === null) continue;
    checkAlike(content.parts);
    const root = place.entries === null ? dirname(options.path) : options.path;
    return Object.freeze({
      format,
      parts: imageSets(content.parts, options),
      files: content.files,
      sha256: contentHash(content.files, root),
    });
  }
  throw new InputError(
    `dataset.path: ${options.path}: expected folders of PNG or JPEG images by class, or NPZ, NPY, CSV, IDX, CIFAR (.bin) or MAT files`,
  );
}

function imageSets(parts: Parts<RawPart>, { classes: most, fullScale }: OwnOptions): Parts<ImageSet> {
  const { classNames, labels } = classLabels(parts, most);
  const set = (name: keyof Parts<unknown>): ImageSet => {
    const { file: _, labels: __, ...stored } = parts[name]!;
    const maxPixel = fullScale ?? stored.maxPixel;
    return Object.freeze({
      ...stored,
      maxPixel,
      labels: labels[name]!,
      classes: classNames.length,
      classNames,
    });
  };
  const names = Object.keys(mapParts(parts, () => true)) as (keyof Parts<unknown>)[];
  return Object.fromEntries(names.map((name) => [name, set(name)]));
}

function checkAlike(parts: Parts<RawPart>): void {
  const [first, second] = listParts(parts);
  if (!first || !second) return;
  const sizeOf = ({ height, width, channels }: RawPart) => `${height} x ${width} x ${channels}`;
  if (sizeOf(first) !== sizeOf(second)) {
    throw new InputError(
      `${second.file}: expected images of ${sizeOf(first)} as in training (got ${sizeOf(second)})`,
    );
  }
}

import { basename, resolve } from 'node:path';
import { type ImageSet, imageSize } from '../dataset.js';
import { statisticsOf } from '../edits/normalise.js';
import { type OpenedData, openData } from './open-data.js';
import type { OwnOptions } from './own-options.js';
import { listParts, mapParts, type Parts } from './parts.js';

/** What a file or folder holds, in numbers. */
export interface DataInspection {
  readonly name: string;
  readonly format: string;
  readonly sha256: string;
  readonly images: Parts<number>;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Numbers of an image or vector: the units that an input layer must have. */
  readonly inputs: number;
  readonly classes: readonly { readonly name: string; readonly images: Parts<number> }[];
  /** Of the numbers as stored. */
  readonly stored: { readonly least: number; readonly most: number };
  /**
   * Of the training images or of all, where 1 is full scale: one per channel, or one per number of
   * a vector.
   */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** A block for a configuration, as YAML. */
  readonly suggested: string;
}

/** An inspection beside the data it is of. */
export interface InspectedData {
  readonly inspection: DataInspection;
  readonly data: OpenedData;
}

/** Reads all that there is. Throws InputError as `openData`. */
export function inspectData(options: OwnOptions): InspectedData {
  const data = openData(options);
  const { parts, format, sha256 } = data;
  const set = (parts.train ?? parts.all)!;
  const { mean, deviation } = statisticsOf(set);
  const { height, width, channels } = set;
  const inspection: DataInspection = {
    name: basename(resolve(options.path)),
    format,
    sha256,
    images: mapParts(parts, ({ count }) => count),
    height,
    width,
    channels,
    inputs: imageSize(set),
    classes: classesOf(parts, set),
    stored: rangeOf(listParts(parts)),
    mean: [...mean],
    deviation: [...deviation],
    suggested: suggested(set, options, { mean, deviation }),
  };
  return { inspection, data };
}

function classesOf(parts: Parts<ImageSet>, { classNames = [] }: ImageSet): DataInspection['classes'] {
  const counts = mapParts(parts, ({ labels, classes }) => {
    const own = new Uint32Array(classes);
    for (const label of labels) own[label]++;
    return own;
  });
  return classNames.map((name, c) => ({ name, images: mapParts(counts, (own) => own[c]!) }));
}

function rangeOf(sets: readonly ImageSet[]): DataInspection['stored'] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { pixels } of sets) {
    for (const pixel of pixels) {
      if (pixel < least) least = pixel;
      if (pixel > most) most = pixel;
    }
  }
  return { least, most };
}

/** Bytes as they are, with a full scale of their own where dim; other numbers brought to [0, 1]. */
function suggested(
  set: ImageSet,
  { path, axes, images, labels, classes, fullScale, resize }: OwnOptions,
  { mean, deviation }: { readonly mean: Float64Array; readonly deviation: Float64Array },
): string {
  const { least, most } = rangeOf([set]);
  const isByte = set.pixels instanceof Uint8Array;
  const isDim = isByte && fullScale === undefined && most > 0 && most < 64;
  const isWide = !isByte && (least < 0 || most > set.maxPixel);
  const given = { path, images, labels, axes, classes, fullScale, resize };
  const keys = { ...given, ...(isDim && { fullScale: most }), ...(isWide && { normalise: 'range' }) };
  const texts = Object.entries(keys).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`],
  );
  const inputs = imageSize(set);
  const hidden = Math.max(30, Math.min(200, 10 * Math.ceil(inputs / 20)));
  const usual = (values: Float64Array) => `[${[...values].map((x) => Number(x.toPrecision(4))).join(', ')}]`;
  const other =
    set.height > 1 && !isDim
      ? [`# as trained elsewhere: mean: ${usual(mean)}, deviation: ${usual(deviation)}`]
      : [];
  return [
    `dataset: {${texts.join(', ')}}`,
    ...other,
    `network: {layers: [${inputs}, ${hidden}, ${set.classes}]}`,
    'learning: {mode: supervised, dropout: 0}',
  ].join('\n');
}

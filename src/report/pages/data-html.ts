import { imagesInto } from '../../data/batches.js';
import type { ImageSet } from '../../data/dataset.js';
import { imageSize } from '../../data/dataset.js';
import type { DataInspection, InspectedData } from '../../data/own/inspect-data.js';
import { bitmapUri, type Colour } from '../charts/bitmap.js';
import { escapeHtml } from '../escape.js';
import { quantity } from '../format.js';
import { page, paragraph, section } from './page.js';

/** What a file or folder holds, as one HTML page with ten of its images. */
export function dataHtml({ inspection, data }: InspectedData): string {
  const { train, test, all } = inspection.images;
  const counts =
    all === undefined ? `${quantity(train!)} to train on and ${quantity(test!)} to test` : quantity(all);
  return page({
    title: `Data: ${inspection.name}`,
    summary: [
      `${inspection.format}: ${counts}, ${shapeText(inspection)}, ${inspection.classes.length} classes.`,
      `Stored numbers are from ${rounded(inspection.stored.least)} to ${rounded(inspection.stored.most)}.`,
    ],
    sections: [
      section('Ten of them', thumbnails((data.parts.train ?? data.parts.all)!)),
      section('Classes', classTable(inspection)),
      section('A configuration to begin with', `<pre>${escapeHtml(inspection.suggested)}</pre>`),
      section('How it was made', paragraph(`SHA-256 of the files ${inspection.sha256}.`)),
    ],
  });
}

/** `32 x 32 x 3` of images, `95 numbers` of vectors. */
export function shapeText({ height, width, channels }: DataInspection): string {
  if (height === 1) return `vectors of ${width * channels} numbers`;
  return `images of ${height} x ${width}${channels > 1 ? ` x ${channels}` : ''}`;
}

/** Images at even distances in the set, least to most of each from dark to light. */
function thumbnails(set: ImageSet): string {
  const count = Math.min(10, set.count);
  const indices = Uint32Array.from({ length: count }, (_, i) => Math.floor((i * set.count) / count));
  const size = imageSize(set);
  const inputs = new Float32Array(count * size);
  imagesInto(inputs, { set, indices });
  return [...indices]
    .map((image, i) => {
      const name = set.classNames?.[set.labels[image]!] ?? String(set.labels[image]);
      const uri = pictureUri(inputs.subarray(i * size, (i + 1) * size), set);
      const text = escapeHtml(`image ${image}, class ${name}`);
      return `<img src="${uri}" alt="${text}" title="${text}" height="72" style="image-rendering: pixelated; margin: 2px">`;
    })
    .join('\n');
}

/** In greys, or in the 216 colours of six steps a channel. */
function pictureUri(values: Float32Array, { channels, width, height }: ImageSet): string {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const share = (value: number) => (value - least) / (most - least || 1);
  const pixels = height * width;
  if (channels < 3) {
    const greys = Uint8Array.from({ length: pixels }, (_, i) =>
      Math.round(255 * share(values[i * channels]!)),
    );
    return bitmapUri(greys, width, greyPalette);
  }
  const step = (i: number, c: number) => Math.round(5 * share(values[i * channels + c]!));
  const codes = Uint8Array.from({ length: pixels }, (_, i) => 36 * step(i, 0) + 6 * step(i, 1) + step(i, 2));
  return bitmapUri(codes, width, colourPalette);
}

const greyPalette = Array.from({ length: 256 }, (_, i): Colour => [i, i, i]);
const colourPalette = Array.from(
  { length: 216 },
  (_, i): Colour => [51 * Math.floor(i / 36), 51 * (Math.floor(i / 6) % 6), 51 * (i % 6)],
);

const MOST_ROWS = 100;

function classTable({ classes }: DataInspection): string {
  const parts = Object.keys(classes[0]?.images ?? {}) as (keyof DataInspection['images'])[];
  const rows = classes.slice(0, MOST_ROWS).map(({ name, images }) => {
    const cells = parts.map((part) => `<td>${images[part]}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells}</tr>`;
  });
  const more = classes.length > MOST_ROWS ? paragraph(`${classes.length - MOST_ROWS} more.`) : '';
  const heads = parts.map((part) => `<th scope="col">${part}</th>`).join('');
  return `<table><thead><tr><th scope="col">class</th>${heads}</tr></thead><tbody>${rows.join('')}</tbody></table>${more}`;
}

const rounded = (value: number) => Number(value.toPrecision(4));

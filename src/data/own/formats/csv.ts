import { dsvFormat } from 'd3-dsv';
import { InputError } from '../../../../devices/base/errors.js';
import { readStoredFile } from '../../readers/stored-file.js';
import type { DataFormat, RawPart } from '../data-format.js';
import type { OwnOptions } from '../own-options.js';
import { listParts, mapParts } from '../parts.js';
import { partFiles } from '../place.js';
import { checkRoom } from '../room.js';

/** A vector a line, with its class in one column; separated by commas, semicolons or tabs. */
export const csv: DataFormat = Object.freeze({
  name: 'CSV',
  read(place, options) {
    const parts = partFiles(place, /\.[ct]sv$/);
    if (!parts) return null;
    const files = listParts(parts).flat();
    const double = listParts(parts).find((group) => group.length > 1);
    if (double) {
      throw new InputError(
        `${place.path}: ${double.length} CSV files, expected one, or train.csv and test.csv; dataset.path may name the file`,
      );
    }
    return { parts: mapParts(parts, ([file]) => readVectors(file!, options)), files };
  },
} satisfies DataFormat);

/** The longest text that can be split. */
const MOST_CHARACTERS = 2 ** 29 - 64;
const usual = ['label', 'labels', 'class', 'classes', 'target', 'species', 'y'];

function readVectors(file: string, { labels: column }: OwnOptions): RawPart {
  const { bytes } = readStoredFile(file, null);
  if (bytes.length > MOST_CHARACTERS)
    throw new InputError(`${file}: ${bytes.length} bytes, expected at most 512 MiB of text`);
  const text = new TextDecoder().decode(bytes).replace(/^\ufeff/, '');
  const rows = dsvFormat(delimiterOf(text)).parseRows(text);
  const lines = rows.flatMap((cells, i) => (cells.join('').trim() === '' ? [] : [{ cells, line: i + 1 }]));
  const first = lines[0]?.cells;
  if (!first || first.length < 2) {
    throw new InputError(
      `${file}: expected lines of numbers and a label, separated by commas, semicolons or tabs`,
    );
  }
  const header = hasHeader(lines.map(({ cells }) => cells)) ? first.map((name) => name.trim()) : null;
  const at = labelColumn(file, { header, columns: first.length, column });
  const own = header ? lines.slice(1) : lines;
  if (own.length === 0) throw new InputError(`${file}: a header alone, expected lines of numbers below it`);
  const width = first.length - 1;
  checkRoom(4 * own.length * width, `${file}: ${own.length} vectors of ${width}`);
  const pixels = new Float32Array(own.length * width);
  const labels = own.map(({ cells, line }, i) => {
    if (cells.length !== first.length) {
      throw new InputError(`${file}:${line}: expected ${first.length} columns (got ${cells.length})`);
    }
    for (let k = 0; k < width; k++) {
      const from = k < at ? k : k + 1;
      const value = numberOf(cells[from]!);
      if (!Number.isFinite(Math.fround(value))) {
        const name = header ? ` (${header[from]!.slice(0, 40)})` : '';
        throw new InputError(
          `${file}:${line}: column ${from + 1}${name}: expected a number (got ${JSON.stringify(cells[from]!.slice(0, 40))})`,
        );
      }
      pixels[i * width + k] = value;
    }
    const label = cells[at]!.trim();
    if (label === '')
      throw new InputError(`${file}:${line}: column ${at + 1}: no label, expected one per line`);
    return label;
  });
  return { file, count: own.length, height: 1, width, channels: 1, pixels, maxPixel: 1, labels };
}

/** NaN for a text that is no number; `Number` takes an empty one for 0. */
const numberOf = (cell: string) => (cell.trim() === '' ? Number.NaN : Number(cell));
const isNumber = (cell: string) => !Number.isNaN(numberOf(cell));

/** What most of the first line is separated by. */
function delimiterOf(text: string): string {
  const line =
    text
      .slice(0, 100_000)
      .split(/\r?\n/)
      .find((one) => one.trim() !== '') ?? '';
  const counts = [',', ';', '\t'].map((delimiter) => line.split(delimiter).length);
  return [',', ';', '\t'][counts.indexOf(Math.max(...counts))]!;
}

/** Names stand in the first line where it has a text in a column that has a number below. */
function hasHeader([first, second]: readonly (readonly string[])[]): boolean {
  if (!first) return false;
  if (!second) return !first.some(isNumber);
  return first.some((cell, i) => !isNumber(cell) && isNumber(second[i] ?? ''));
}

function labelColumn(
  file: string,
  {
    header,
    columns,
    column,
  }: { header: readonly string[] | null; columns: number; column: OwnOptions['labels'] },
): number {
  if (column === undefined) {
    const found = header?.findIndex((name) => usual.includes(name.toLowerCase())) ?? -1;
    return found < 0 ? columns - 1 : found;
  }
  const named = header?.indexOf(String(column)) ?? -1;
  if (named >= 0) return named;
  const number = Number(column);
  if (Number.isInteger(number) && number >= 1 && number <= columns) return number - 1;
  const names = header
    ? `one of ${header.slice(0, 8).join(', ')}${header.length > 8 ? ', ...' : ''}, or `
    : '';
  throw new InputError(
    `${file}: dataset.labels: ${JSON.stringify(column)}, expected ${names}a column from 1 to ${columns}`,
  );
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../../devices/base/errors.js';
import type { Dataset, ImageSet } from '../dataset.js';
import { nameOfFiles, readStoredFile, type StoredFile, sha256Of } from '../readers/stored-file.js';
import { defineDataset, type FilesOptions } from './dataset-definition.js';

export const usps = defineDataset({
  name: 'usps',
  summary: 'handwritten digits of zip codes, 16x16, 7,291 train and 2,007 test',
  licence: 'none stated: never shipped',
  source:
    'LeCun et al. 1989, doi:10.1162/neco.1989.1.4.541; --path DIR with zip.train.gz and zip.test.gz of Hastie et al. 2009, doi:10.1007/978-0-387-84858-7',
  takesPath: true,
  load: loadUsps,
  read: readUsps,
});

/**
 * Zip codes as the text files of Hastie, Tibshirani and Friedman have them: a line per image, its
 * label, then 16 x 16 numbers row by row, -1 (paper) to 1 (ink). Stored as bytes, so a state is off
 * by at most 1/510 of full scale. Throws InputError where there is no `path`, or a file is missing
 * or of another layout.
 */
function loadUsps({ path }: FilesOptions = {}): Dataset {
  const files = readUsps({ path });
  const [train, test] = files.map(({ bytes, file }) => parseImages(bytes, file));
  const name = nameOfFiles(files, 'usps', path);
  return Object.freeze({ name, train, test, sha256: sha256Of(files.map(({ bytes }) => bytes)) });
}

/** The two files: train, test. Their publisher gives no checksums. */
function readUsps({ path }: FilesOptions = {}): readonly StoredFile[] {
  if (path === undefined) {
    throw new InputError(
      'Cannot load usps: expected a folder with zip.train.gz and zip.test.gz in dataset.path or --path, to be had from ' +
        'https://hastie.su.domains/ElemStatLearn (got none)',
    );
  }
  return ['zip.train', 'zip.test'].map((name) => {
    const plain = join(path, name);
    return readStoredFile(existsSync(plain) ? plain : `${plain}.gz`, null);
  });
}

const side = 16;
const classes = 10;

function parseImages(bytes: Uint8Array, file: string): ImageSet {
  const text = new TextDecoder().decode(bytes);
  if (!text.endsWith('\n')) {
    throw new InputError(`${file}: expected lines that end, one per image (got a file cut short or empty)`);
  }
  const lines = text.trimEnd().split('\n');
  const labels = new Uint8Array(lines.length);
  const pixels = new Uint8Array(lines.length * side * side);
  lines.forEach((line, i) => {
    const numbers = line.trim().split(/\s+/).map(Number);
    const fault = faultOf(numbers);
    if (fault !== null) throw new InputError(`${file}:${i + 1}: ${fault}`);
    labels[i] = numbers[0];
    for (let p = 0; p < side * side; p++) {
      pixels[i * side * side + p] = Math.round((numbers[p + 1] + 1) * 127.5);
    }
  });
  return Object.freeze({
    count: lines.length,
    width: side,
    height: side,
    channels: 1,
    pixels,
    maxPixel: 255,
    labels,
    classes,
  });
}

function faultOf(numbers: readonly number[]): string | null {
  const count = side * side + 1;
  if (numbers.length !== count) return `expected ${count} numbers, label first (got ${numbers.length})`;
  const label = numbers[0];
  if (!Number.isInteger(label) || label < 0 || label >= classes) {
    return `expected a label from 0 to ${classes - 1} (got ${label})`;
  }
  const bad = numbers.findIndex((value, i) => i > 0 && !(value >= -1 && value <= 1));
  return bad < 0 ? null : `expected numbers in [-1, 1] (got ${numbers[bad]})`;
}

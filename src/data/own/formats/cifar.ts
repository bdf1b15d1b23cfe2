import { InputError } from '../../../../devices/base/errors.js';
import { readStoredFile } from '../../readers/stored-file.js';
import type { DataFormat, RawPart } from '../data-format.js';
import { listParts, mapParts } from '../parts.js';
import { partFiles } from '../place.js';

/**
 * CIFAR-10 and CIFAR-100 in their binary version (Krizhevsky 2009): records of one label (CIFAR-10:
 * `data_batch_1.bin`, `test_batch.bin`) or of a coarse and a fine one (CIFAR-100: `train.bin`,
 * `test.bin`), then 32 x 32 bytes of red, of green and of blue. The fine label is the class.
 */
export const cifar: DataFormat = Object.freeze({
  name: 'CIFAR binary',
  read(place) {
    const found = partFiles(place, /\.bin$/);
    if (!found) return null;
    return { parts: mapParts(found, readRecords), files: listParts(found).flat() };
  },
} satisfies DataFormat);

const side = 32;
const pixelsOf = side * side;
const imageBytes = 3 * pixelsOf;

function readRecords(files: readonly string[]): RawPart {
  const stored = files.map((file) => ({ file, bytes: readStoredFile(file, null).bytes }));
  const heads = stored.map(({ bytes, file }) => headOf(bytes, file));
  const counts = stored.map(({ bytes }, i) => bytes.length / (imageBytes + heads[i]!));
  const count = counts.reduce((sum, one) => sum + one, 0);
  const labels = new Uint8Array(count);
  const pixels = new Uint8Array(count * imageBytes);
  let image = 0;
  stored.forEach(({ bytes }, i) => {
    const head = heads[i]!;
    for (let record = 0; record < counts[i]!; record++, image++) {
      const at = record * (imageBytes + head) + head;
      labels[image] = bytes[at - 1];
      for (let k = 0; k < imageBytes; k++) {
        pixels[image * imageBytes + k] = bytes[at + (k % 3) * pixelsOf + Math.floor(k / 3)];
      }
    }
  });
  return {
    file: files.join(', '),
    count,
    height: side,
    width: side,
    channels: 3,
    pixels,
    maxPixel: 255,
    labels,
  };
}

/** Bytes of labels in front of each image. */
function headOf({ length }: Uint8Array, file: string): 1 | 2 {
  if (length > 0 && length % (imageBytes + 1) === 0) return 1;
  if (length > 0 && length % (imageBytes + 2) === 0) return 2;
  throw new InputError(
    `${file}: expected records of ${imageBytes + 1} bytes (CIFAR-10) or ${imageBytes + 2} (CIFAR-100) (got ${length} bytes)`,
  );
}

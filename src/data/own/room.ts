import { InputError } from '../../../devices/base/errors.js';

/** Bytes of the images of a data set in memory. */
const MOST_BYTES = 4 * 2 ** 30;

/** Throws InputError where images would take more than 4 GiB, before anything is allocated. */
export function checkRoom(bytes: number, what: string): void {
  if (bytes <= MOST_BYTES) return;
  const gibibytes = (bytes / 2 ** 30).toPrecision(3);
  throw new InputError(
    `${what}: ${gibibytes} GiB in memory, expected at most 4; dataset.resize makes images smaller`,
  );
}

import { InputError } from '../../../devices/base/errors.js';
import { deepFreeze } from '../../configuration/plain-data.js';
import { closeName } from '../../configuration/text/nearest-name.js';
import { convolutionalRows } from './convolutional.js';
import type { PublishedRow } from './row.js';
import { semiSupervisedRows } from './semi-supervised.js';
import { supervisedRows } from './supervised.js';
import { unsupervisedRows } from './unsupervised.js';

/** Every row that can be run, in the order of the paper. */
export const publishedRows: readonly PublishedRow[] = deepFreeze([
  ...unsupervisedRows,
  ...supervisedRows,
  ...semiSupervisedRows,
  ...convolutionalRows,
]) as readonly PublishedRow[];

/**
 * The row of a name, in any case of letters. Throws InputError for one there is not, with the
 * nearest name if it is close.
 */
export function findRow(name: string): PublishedRow {
  const row = publishedRows.find((each) => each.name === name.toUpperCase());
  if (row) return row;
  const close = closeName(
    name,
    publishedRows.map((each) => each.name),
  );
  const advice = close === null ? 'expected a name of --list' : `did you mean ${close}?`;
  throw new InputError(`reproduce: no row ${name}, ${advice}`);
}

import { InputError } from '../../../devices/base/errors.js';
import { deepFreeze } from '../mapping.js';
import { nearestName } from '../nearest-name.js';
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

/** The row of a name, in any case of letters. Throws InputError with the nearest name for one there is not. */
export function findRow(name: string): PublishedRow {
  const row = publishedRows.find((each) => each.name === name.toUpperCase());
  if (row) return row;
  const names = publishedRows.map((each) => each.name);
  throw new InputError(`reproduce: no row ${name}, did you mean ${nearestName(name, names)}?`);
}

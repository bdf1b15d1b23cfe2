import { mappingOf } from '../../../crossbar/index.js';
import type { ChipConfiguration } from '../../configuration/configuration.js';

/** A function that tells how many tiles of a chip a matrix takes. O(1). */
export function createTiledSize({ array }: ChipConfiguration) {
  const isSliced = array.mapping === 'bit-slices';
  const { outputsOn } = mappingOf(array.mapping === 'bit-slices' ? 'differential' : array.mapping);
  const slices = isSliced ? array.slices.count : 1;
  const outputs = outputsOn(array.cols);
  return ({ rows, cols }: { readonly rows: number; readonly cols: number }): number =>
    slices * Math.ceil(rows / outputs) * Math.ceil(cols / array.rows);
}

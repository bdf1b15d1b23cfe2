import { createArray } from './array/array.js';
import { createBitSlices } from './array/bit-slices.js';
import type { Crossbar, CrossbarOptions } from './types.js';

/** What reports and checkpoints ask of an array. */
export type ArrayReport = Pick<
  Crossbar,
  'rows' | 'cols' | 'device' | 'counters' | 'writes' | 'wear' | 'tiles' | 'memory' | 'restored'
> &
  Partial<Pick<Crossbar, 'calibrate' | 'setTime' | 'conductances' | 'asymmetry' | 'approximationError'>>;

/**
 * An array of `rows` x `cols` weights whose devices stand in the middle of their ranges: W = 0 for
 * pairs and beside an offset column, weightMax gMin / gMax beside half of gMax, weightMax
 * (1 + gMin / gMax) / 2 for single devices. Throws InputError.
 */
export function createCrossbar(options: CrossbarOptions): Crossbar {
  const { mapping, ...rest } = options;
  return mapping === 'bit-slices'
    ? createBitSlices(options)
    : createArray({ ...rest, ...(mapping && { mapping }) });
}

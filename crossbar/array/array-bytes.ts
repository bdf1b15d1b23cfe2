import { createRandom } from '../../devices/index.js';
import { panelCount, panelRows } from '../kernels/contract/panels.js';
import type { CrossbarOptions } from '../types.js';
import { mappingOf } from './mapping.js';
import { tileSpans } from './tiling.js';

/** Bytes of the arrays behind one matrix: in the memory of the kernels, and beside it. */
export interface MatrixBytes {
  readonly kernels: number;
  /** While the array is programmed, and for the solutions of its wires. */
  readonly heap: number;
}

/** Goals, estimates and trust of write and verify, in bytes a cell. */
const steeringBytes = 72;

/**
 * Bytes that a crossbar of these options holds once it was programmed, written and read both ways:
 * at least what it allocates, reads and writes that a rule never asks for included. O(1).
 */
export function crossbarBytes(
  options: Omit<CrossbarOptions, 'random' | 'kernels' | 'weightMax'>,
): MatrixBytes {
  const { rows, cols, maxBatch, wires, mapping = 'differential' } = options;
  const isSliced = mapping === 'bit-slices';
  const slices = isSliced ? (options.slices?.count ?? 2) : 1;
  const cells = Math.max(paddedCells(rows, cols), paddedCells(cols, rows));
  const words = wordsOf(options) + 2 * Number(isSliced);
  const tiles =
    tileSpans(cols, options.tile.wordLines).length + tileSpans(rows, options.tile.bitLines).length;
  const batch = 4 * Math.ceil(maxBatch / 4);
  const inRead = 40 * (rows + cols) + 4 * (3 * tiles + (rows + cols) / 128 + 4);
  const sides = options.subtract === 'after-adc' ? 2 : 1;
  return {
    kernels: slices * (4 * words * cells + sides * batch * inRead),
    heap: slices * cells * (wires ? 40 : 0) + cells * steeringBytes,
  };
}

/** Numbers of a matrix in panels. */
export function paddedCells(rows: number, cols: number): number {
  return panelCount(rows) * panelRows * (cols + (cols & 1));
}

/** Numbers of single precision a cell. */
function wordsOf({ device, subtract, wires, noise, mapping = 'differential', write }: WordOptions): number {
  const { minusMoves } = mappingOf(mapping === 'bit-slices' ? 'one-sided' : mapping);
  const sides = minusMoves ? 2 : 1;
  const perDevice = Object.keys(device.create(1, createRandom(0)).arrays).length;
  // Weights, and the squares that read noise goes by.
  const panels = device.readNoise > 0 ? 2 : 1;
  const afterAdc = subtract === 'after-adc';
  const wired = panels + 3 + (afterAdc ? 2 : 0);
  return (
    panels * 2 +
    sides * (perDevice + 1) +
    (write.scheme === 'accumulated' ? 1 : 0) +
    (noise === 'held' ? 2 : 0) +
    (afterAdc ? 2 * panels : 0) +
    (wires ? 2 * wired : 0) +
    // What is seen of a side, and its pulses, while it is programmed.
    2
  );
}

type WordOptions = Pick<CrossbarOptions, 'device' | 'subtract' | 'wires' | 'noise' | 'mapping' | 'write'>;

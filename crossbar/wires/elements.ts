import type { WireNetwork } from './network.js';

/** A segment or a cell between two nodes. */
export interface Element {
  readonly kind: 'word' | 'bit' | 'cell';
  readonly from: number;
  readonly to: number;
  /** Ohm of a segment, its terminal's resistance included; siemens of a cell. */
  readonly value: number;
}

/**
 * Nodes by number: word node [i, j] = i cols + j, bit node [i, j] behind all of those, then the
 * sources, then the grounds.
 */
export interface NodeNumbers {
  readonly bits: number;
  readonly sources: number;
  readonly grounds: number;
  readonly count: number;
}

export function nodeNumbers({ rows, cols }: WireNetwork): NodeNumbers {
  const size = rows * cols;
  return { bits: size, sources: 2 * size, grounds: 2 * size + rows, count: 2 * size + rows + cols };
}

/** Every cell and segment, open and broken ones too, in the direction from source to ground. */
export function* elementsOf(network: WireNetwork): Generator<Element> {
  const { rows, cols, conductanceS, wordLineOhm, bitLineOhm, sourceOhm, loadOhm } = network;
  const { bits, sources, grounds } = nodeNumbers(network);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const at = i * cols + j;
      const [first, last] = [j === 0, i === rows - 1];
      const word = wordLineOhm[at] + (first ? sourceOhm : 0);
      const bit = bitLineOhm[at] + (last ? loadOhm : 0);
      yield { kind: 'word', from: first ? sources + i : at - 1, to: at, value: word };
      yield { kind: 'cell', from: at, to: bits + at, value: conductanceS[at] };
      yield { kind: 'bit', from: bits + at, to: last ? grounds + j : bits + at + cols, value: bit };
    }
  }
}

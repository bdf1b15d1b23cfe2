import { eigs, inv, matrix, multiply } from 'mathjs';
import type { ArraySettlingOptions } from '../../../crossbar/index.js';

type Dense = number[][];

/**
 * Slowest time constant of an array by dense algebra: the greatest eigenvalue of G^-1 C, cells
 * [wordLines, bitLines].
 */
export function denseTimeConstantSec(options: ArraySettlingOptions, conductanceS: readonly number[]): number {
  const {
    wordLines,
    bitLines,
    wordLineOhm,
    bitLineOhm,
    sourceOhm = 0,
    loadOhm = 0,
    segmentF,
    cellF,
  } = options;
  const size = wordLines * bitLines;
  const zeros = (): Dense => Array.from({ length: 2 * size }, () => new Array<number>(2 * size).fill(0));
  const [g, c] = [zeros(), zeros()];
  const join = (into: Dense, value: number, from: number, to: number | null) => {
    into[from]![from]! += value;
    if (to === null) return;
    into[to]![to]! += value;
    into[from]![to]! -= value;
    into[to]![from]! -= value;
  };
  for (let i = 0; i < wordLines; i++) {
    for (let j = 0; j < bitLines; j++) {
      const [word, bit] = [i * bitLines + j, size + i * bitLines + j];
      join(g, 1 / (wordLineOhm + (j === 0 ? sourceOhm : 0)), word, j === 0 ? null : word - 1);
      const last = i === wordLines - 1;
      join(g, 1 / (bitLineOhm + (last ? loadOhm : 0)), bit, last ? null : bit + bitLines);
      join(g, conductanceS[word]!, word, bit);
      join(c, segmentF, word, null);
      join(c, segmentF, bit, null);
      join(c, cellF, word, bit);
    }
  }
  return greatestEigenvalue(multiply(inv(matrix(g)), matrix(c)).toArray() as Dense);
}

/**
 * By the power method; the slowest mode has no change of sign, so that a start of ones has a share
 * of it.
 */
function greatestEigenvalue(of: Dense): number {
  let vector = new Array<number>(of.length).fill(1);
  let value = 0;
  for (let step = 0; step < 5000; step++) {
    const next = of.map((row) => row.reduce((sum, entry, k) => sum + entry * vector[k]!, 0));
    const norm = Math.sqrt(next.reduce((sum, entry) => sum + entry * entry, 0));
    vector = next.map((entry) => entry / norm);
    if (Math.abs(norm - value) < 1e-15 * norm) break;
    value = norm;
  }
  return value;
}

/** The same of a symmetric matrix, by mathjs. */
export function leastEigenvalue(of: Dense): number {
  const { values } = eigs(of);
  return Math.min(...(values as number[]));
}

import { InputError } from '../../base/errors.js';

/** Read-outs below this are taken as this, so that a dead column does not blow up. */
const floor = 1e-4;

/**
 * Factor that undoes the mean drift of an array: the mean size of its outputs to the same inputs
 * just after programming over that now (Joshi et al. 2020, doi 10.1038/s41467-020-16108-9). Throws
 * InputError for lists of unequal length.
 */
export function driftGain(programmed: Float32Array, now: Float32Array): number {
  checkPair(programmed, now);
  return meanSize(programmed) / meanSize(now);
}

/** The same for each column of outputs [reads, columns], into out [columns]. Throws InputError. */
export function driftGainsInto(out: Float32Array, programmed: Float32Array, now: Float32Array): Float32Array {
  checkPair(programmed, now);
  if (programmed.length % out.length !== 0) {
    throw new InputError(`driftGainsInto: ${programmed.length} outputs are no whole rows of ${out.length}`);
  }
  const column = (outputs: Float32Array, j: number) => outputs.filter((_, i) => i % out.length === j);
  for (let j = 0; j < out.length; j++) out[j] = meanSize(column(programmed, j)) / meanSize(column(now, j));
  return out;
}

function meanSize(outputs: Float32Array): number {
  return Math.max(outputs.reduce((sum, y) => sum + Math.abs(y), 0) / outputs.length, floor);
}

function checkPair(programmed: Float32Array, now: Float32Array): void {
  if (programmed.length === now.length && now.length > 0) return;
  throw new InputError(
    `driftGain: ${programmed.length} outputs then, expected as many now (got ${now.length})`,
  );
}

import type { ChipConfiguration } from '../../configuration/configuration.js';

/**
 * A sentence on a chip that is tested long after it was programmed, with nothing to undo its drift;
 * null for others.
 */
export function uncompensatedDrift(hardware: 'ideal' | ChipConfiguration): string | null {
  if (hardware === 'ideal') return null;
  const { read, effects } = hardware;
  const drifts =
    effects.drift.exponent > 0 || effects.retention.lifetimeSec > 0 || effects.published !== 'none';
  if (!drifts || !(read.inferenceAfterSec > 0) || read.driftCompensation === 'global') return null;
  const late = `At the test, ${Number(read.inferenceAfterSec.toPrecision(3))} s after the last write, weights have drifted`;
  return `${late} and biases, which are ideal currents, have not: read.driftCompensation: global scales the outputs back.`;
}

import { checkNumber } from '../../devices/index.js';

/**
 * The controller that keeps every output unit winning: a threshold H per unit, subtracted from its output when winners
 * are chosen and nowhere else,
 *
 *   H <- H + gain (A - targetActivity),   A = the unit's mean target over the batch
 *
 * (doi 10.1088/2634-4386/ad8c78, section 2). An over-active unit gets a larger H, hence a lower score. H is in units of
 * the output. `targetActivity` only moves all units together, which changes no ranking.
 */
export interface Homeostasis {
  /** H, [units]. */
  readonly threshold: Float32Array;
  /** H = 0, as at the start of every epoch. */
  readonly reset: () => void;
  /** One step from the targets [batch, units] of a batch. */
  readonly observe: (targets: Float32Array, batch: number) => void;
}

export function createHomeostasis(
  units: number,
  { gain, targetActivity }: { gain: number; targetActivity: number },
): Homeostasis {
  checkNumber('target.homeostasis.gain', gain, { min: 0 });
  const threshold = new Float32Array(units);
  const activity = new Float64Array(units);
  return Object.freeze<Homeostasis>({
    threshold,
    reset: () => void threshold.fill(0),
    observe(targets, batch) {
      activity.fill(0);
      for (let b = 0, i = 0; b < batch; b++) {
        for (let unit = 0; unit < units; unit++) activity[unit] += targets[i++];
      }
      for (let unit = 0; unit < units; unit++) {
        threshold[unit] += gain * (activity[unit] / batch - targetActivity);
      }
    },
  });
}

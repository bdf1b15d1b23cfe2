import { checkNumber } from '../../devices/index.js';

/**
 * The controller that keeps every output unit winning: a threshold H per unit, subtracted from its output when winners
 * are chosen and nowhere else,
 *
 *   A <- A + averaging (mean target of the batch - A),   H <- H + gain (A - targetActivity)
 *
 * (doi 10.1088/2634-4386/ad8c78, section 2). An over-active unit gets a larger H, hence a lower score. H is in units of
 * the output. `targetActivity` only moves all units together, which changes no ranking. With averaging 1, A is the batch's
 * mean; images that come one at a time need a running average, as published 0.1 (EqProp) and 0.6 (backprop).
 */
export interface Homeostasis {
  /** H, [units]. */
  readonly threshold: Float32Array;
  /** A, [units]. */
  readonly activity: Float32Array;
  /** H = A = 0, as at the start of every epoch. */
  readonly reset: () => void;
  /** One step from the targets [batch, units] of a batch. */
  readonly observe: (targets: Float32Array, batch: number) => void;
}

export interface HomeostasisOptions {
  readonly gain: number;
  readonly targetActivity: number;
  /** In (0, 1]; 1 by default. */
  readonly averaging?: number;
}

export function createHomeostasis(units: number, options: HomeostasisOptions): Homeostasis {
  const { gain, targetActivity, averaging = 1 } = options;
  checkNumber('target.homeostasis.gain', gain, { min: 0 });
  checkNumber('target.homeostasis.averaging', averaging, { min: Number.MIN_VALUE, max: 1 });
  const threshold = new Float32Array(units);
  const activity = new Float32Array(units);
  const sums = new Float64Array(units);
  return Object.freeze<Homeostasis>({
    threshold,
    activity,
    reset() {
      threshold.fill(0);
      activity.fill(0);
    },
    observe(targets, batch) {
      sums.fill(0);
      for (let b = 0, i = 0; b < batch; b++) {
        for (let unit = 0; unit < units; unit++) sums[unit] += targets[i++];
      }
      for (let unit = 0; unit < units; unit++) {
        const mean = (1 - averaging) * activity[unit] + averaging * (sums[unit] / batch);
        activity[unit] = mean;
        threshold[unit] += gain * (mean - targetActivity);
      }
    },
  });
}

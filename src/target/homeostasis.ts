import { type StoredState, storedState } from '../../crossbar/index.js';
import { checkNumber } from '../../devices/index.js';
import type { BiasCircuit } from '../circuits/bias-circuit.js';

/**
 * The controller that keeps every output unit winning: a threshold H per unit, subtracted from its
 * output when winners are chosen and nowhere else (or from its drive, where a chip holds it as a
 * bias),
 *
 *   A <- A + averaging (mean target of the batch - A),   H <- H + gain (A - targetActivity)
 *
 * (doi 10.1088/2634-4386/ad8c78, section 2). An over-active unit gets a larger H, hence a lower
 * score. H is in units of the output. `targetActivity` only moves all units together, which changes
 * no ranking. With averaging 1, A is the batch's mean; images that come one at a time need a
 * running average, as published 0.1 (EqProp) and 0.6 (backprop).
 */
export interface Homeostasis {
  /** H, [units]. */
  readonly threshold: Float32Array;
  /** A, [units]. */
  readonly activity: Float32Array;
  /** H = A = 0, as at the start of every epoch. */
  readonly reset: () => void;
  /**
   * One step from the targets [batch, units] of a batch; `step` numbers the random draws of a
   * circuit.
   */
  readonly observe: (targets: Float32Array, batch: number, step?: number) => void;
  /** All that it remembers from one batch to the next. */
  readonly memory: StoredState;
}

export interface HomeostasisOptions {
  readonly gain: number;
  readonly targetActivity: number;
  /** In (0, 1]; 1 by default. */
  readonly averaging?: number;
  /** The circuit that holds H on a chip; exact floats by default. */
  readonly circuit?: BiasCircuit | undefined;
}

/** `allocate` makes the threshold, for kernels that read it. */
export function createHomeostasis(
  units: number,
  options: HomeostasisOptions,
  allocate = (length: number): Float32Array => new Float32Array(length),
): Homeostasis {
  const { gain, targetActivity, averaging = 1, circuit } = options;
  checkNumber('target.homeostasis.gain', gain, { min: 0 });
  checkNumber('target.homeostasis.averaging', averaging, { min: Number.MIN_VALUE, max: 1 });
  const threshold = allocate(units);
  const activity = new Float32Array(units);
  const sums = new Float64Array(units);
  const errors = new Float64Array(units);
  circuit?.resetInto(threshold);
  return Object.freeze<Homeostasis>({
    threshold,
    activity,
    reset() {
      threshold.fill(0);
      activity.fill(0);
      circuit?.resetInto(threshold);
    },
    observe(targets, batch, step = 0) {
      sumColumns(sums, targets, batch);
      for (let unit = 0; unit < units; unit++) {
        const mean = (1 - averaging) * activity[unit] + averaging * (sums[unit] / batch);
        activity[unit] = mean;
        errors[unit] = mean - targetActivity;
        if (!circuit) threshold[unit] += gain * (mean - targetActivity);
      }
      circuit?.stepInto(threshold, errors, { gain, step });
    },
    memory: storedState({ threshold, activity, accumulator: circuit?.accumulator }),
  });
}

/**
 * sums [units] = the columns of `rows` [batch, units] summed in their order, four rows at a time.
 */
function sumColumns(sums: Float64Array, rows: Float32Array, batch: number): void {
  const units = sums.length;
  sums.fill(0);
  let row = 0;
  for (; row + 4 <= batch; row += 4) {
    const first = row * units;
    const [second, third, fourth] = [first + units, first + 2 * units, first + 3 * units];
    for (let i = 0; i < units; i++) {
      sums[i] = sums[i] + rows[first + i] + rows[second + i] + rows[third + i] + rows[fourth + i];
    }
  }
  for (; row < batch; row++) {
    for (let i = 0; i < units; i++) sums[i] += rows[row * units + i];
  }
}

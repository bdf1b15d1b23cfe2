import { InputError } from '../../devices/index.js';

/**
 * The target of supervised learning: the outputs are shared out evenly, class c owning the units c
 * n .. c n + n - 1, n = units / classes. 1 for the units of the label, 0 for the others, smoothed
 * as in the self-defined target, d <- (1 - epsilon) d + epsilon n / units, and 0 where dropout
 * silenced the unit.
 */
export interface LabelTarget {
  /**
   * target [batch, units] for labels; the mask [batch, units] is the output's dropout, null = none.
   */
  readonly targetInto: (
    target: Float32Array,
    labels: ArrayLike<number>,
    options: { batch: number; mask: Float32Array | null },
  ) => void;
}

/** Throws InputError where the units cannot be shared out evenly. */
export function createLabelTarget(options: {
  units: number;
  classes: number;
  labelSmoothing: number;
}): LabelTarget {
  const { units, classes, labelSmoothing } = options;
  const owned = unitsOfClass(units, classes);
  const other = (labelSmoothing * owned) / units;
  const own = 1 - labelSmoothing + other;
  return Object.freeze<LabelTarget>({
    targetInto(target, labels, { batch, mask }) {
      target.fill(other, 0, batch * units);
      for (let b = 0; b < batch; b++) {
        const from = b * units + labels[b] * owned;
        target.fill(own, from, from + owned);
      }
      if (mask) for (let i = 0; i < batch * units; i++) target[i] *= mask[i];
    },
  });
}

/** Units that each class owns. Throws InputError where they cannot be shared out evenly. */
export function unitsOfClass(units: number, classes: number): number {
  if (units % classes === 0) return units / classes;
  throw new InputError(`the last of network.layers must be a multiple of ${classes} classes (got ${units})`);
}

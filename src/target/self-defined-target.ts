import { checkInteger, checkNumber, type RandomStream, uniformInto } from '../../devices/index.js';
import { createHomeostasis, type Homeostasis, type HomeostasisOptions } from './homeostasis.js';
import { selectWinners } from './winners.js';

export interface SelfDefinedTargetOptions {
  /** Output units, and how many of them win for each image. */
  readonly units: number;
  readonly winners: number;
  /** epsilon in [0, 1]: d <- (1 - epsilon) d + epsilon winners / units. */
  readonly labelSmoothing: number;
  readonly homeostasis: HomeostasisOptions;
  /** The outputs have felt the threshold as a bias already: winners are the largest of them as they are. Default false. */
  readonly biased?: boolean;
  /** Breaks ties. */
  readonly random: RandomStream;
}

/**
 * The target that an output defines for itself: 1 for the `winners` units with the largest output minus homeostasis
 * threshold, 0 for the others, smoothed, and 0 where dropout silenced the unit (doi 10.1088/2634-4386/ad8c78, section 2).
 */
export interface SelfDefinedTarget {
  readonly homeostasis: Homeostasis;
  /** target [batch, units] from the free output; the mask [batch, units] is the output's dropout, null = none. */
  readonly targetInto: (
    target: Float32Array,
    output: Float32Array,
    options: { batch: number; mask: Float32Array | null; step: number },
  ) => void;
}

export function createSelfDefinedTarget(options: SelfDefinedTargetOptions): SelfDefinedTarget {
  const { units, winners: k, labelSmoothing, biased = false, random } = options;
  checkInteger('target.winners', k, { min: 1, max: units });
  checkNumber('target.labelSmoothing', labelSmoothing, { min: 0, max: 1 });
  const homeostasis = createHomeostasis(units, options.homeostasis);
  const threshold = biased ? new Float32Array(units) : homeostasis.threshold;
  const winners = new Int32Array(k);
  const loser = (labelSmoothing * k) / units;
  const winner = 1 - labelSmoothing + loser;
  return Object.freeze<SelfDefinedTarget>({
    homeostasis,
    targetInto(target, output, { batch, mask, step }) {
      const lots = uniformInto(new Float32Array(batch), { random, step });
      target.fill(loser, 0, batch * units);
      for (let b = 0; b < batch; b++) {
        const from = b * units;
        const ties = lots[b] * 2 ** 24;
        selectWinners(winners, output, { from, threshold, ties });
        for (const unit of winners) target[from + unit] = winner;
      }
      if (mask) for (let i = 0; i < batch * units; i++) target[i] *= mask[i];
    },
  });
}

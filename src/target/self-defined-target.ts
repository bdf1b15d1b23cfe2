import { createTypescriptKernels, type Kernels } from '../../crossbar/index.js';
import { checkInteger, checkNumber, type RandomStream, uniformInto } from '../../devices/index.js';
import { createHomeostasis, type Homeostasis, type HomeostasisOptions } from './homeostasis.js';

export interface SelfDefinedTargetOptions {
  /** Output units, and how many of them win for each image. */
  readonly units: number;
  readonly winners: number;
  /** epsilon in [0, 1]: d <- (1 - epsilon) d + epsilon winners / units. */
  readonly labelSmoothing: number;
  readonly homeostasis: HomeostasisOptions;
  /**
   * Whether the threshold already acted on the outputs as a bias. Then the winners are the largest
   * outputs. Default false.
   */
  readonly biased?: boolean;
  /** Breaks ties. */
  readonly random: RandomStream;
  /**
   * The kernels that allocated targets, outputs and masks; by default the TypeScript ones, which
   * take any arrays.
   */
  readonly kernels?: Kernels;
}

/**
 * The target that an output defines for itself: 1 for the `winners` units with the largest output
 * minus homeostasis threshold, 0 for the others, smoothed, and 0 where dropout silenced the unit
 * (doi 10.1088/2634-4386/ad8c78, section 2).
 */
export interface SelfDefinedTarget {
  readonly homeostasis: Homeostasis;
  /**
   * target [batch, units] from the free output; the mask [batch, units] is the output's dropout,
   * null = none.
   */
  readonly targetInto: (
    target: Float32Array,
    output: Float32Array,
    options: { batch: number; mask: Float32Array | null; step: number },
  ) => void;
}

export function createSelfDefinedTarget(options: SelfDefinedTargetOptions): SelfDefinedTarget {
  const { units, winners: count, labelSmoothing, biased = false, random } = options;
  const kernels = options.kernels ?? createTypescriptKernels();
  checkInteger('target.winners', count, { min: 1, max: units });
  checkNumber('target.labelSmoothing', labelSmoothing, { min: 0, max: 1 });
  const homeostasis = createHomeostasis(units, options.homeostasis, kernels.float32);
  const threshold = biased ? kernels.float32(units) : homeostasis.threshold;
  const loser = (labelSmoothing * count) / units;
  const winner = 1 - labelSmoothing + loser;
  let ties = kernels.int32(0);
  return Object.freeze<SelfDefinedTarget>({
    homeostasis,
    targetInto(target, output, { batch: rows, mask, step }) {
      if (ties.length < rows) ties = kernels.int32(rows);
      uniformInto(new Float32Array(rows), { random, step }).forEach((lot, row) => {
        ties[row] = lot * 2 ** 24;
      });
      kernels.winnersInto(target, output, { threshold, ties, mask, units, rows, count, winner, loser });
    },
  });
}

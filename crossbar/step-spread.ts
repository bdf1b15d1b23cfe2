/** How far moves of devices differ from what their steps let expect, learned from all of them. */
export interface StepSpread {
  /** Mean square of what a move misses as a share of the move, in [0, 1]; 1 before any move. */
  readonly square: () => number;
  /**
   * Takes in a move that missed what was expected by surpriseS, of which noise of this variance
   * [S^2] explains a part.
   */
  readonly note: (moveS: number, surpriseS: number, noiseVariance: number) => void;
}

/**
 * A move tells as much as it stands out of the noise: m^2 / (m^2 + variance) is the root of its
 * weight. What was assumed before counts as one move without noise.
 */
export function createStepSpread(): StepSpread {
  let sum = 1;
  let weights = 1;
  return Object.freeze<StepSpread>({
    square: () => Math.min(Math.max(sum / weights, 0), 1),
    note(moveS, surpriseS, noiseVariance) {
      const moveSquared = moveS ** 2;
      const weight = (moveSquared / (moveSquared + noiseVariance)) ** 2;
      sum += (weight * (surpriseS ** 2 - noiseVariance)) / moveSquared;
      weights += weight;
    },
  });
}

import type { Kernels } from '../../crossbar/index.js';
import type { LearningRule } from './learning-rule.js';

export interface DoubledInputOptions {
  /** Pixels of one image. */
  readonly pixels: number;
  /** Volts at a source where a pixel is 1. */
  readonly gain: number;
  readonly kernels: Kernels;
  readonly maxBatch: number;
}

/**
 * A rule of a network whose sources stand at gain times [x, -x], for images x: conductances cannot
 * be negative, but voltages can.
 */
export function withDoubledInput(rule: LearningRule, options: DoubledInputOptions): LearningRule {
  const { pixels, gain, kernels, maxBatch } = options;
  const sources = kernels.float32(maxBatch * 2 * pixels);
  const doubled = (input: Float32Array, batch: number) => {
    for (let b = 0, i = 0; b < batch; b++) {
      const first = 2 * b * pixels;
      for (let pixel = 0; pixel < pixels; pixel++, i++) {
        sources[first + pixel] = gain * input[i];
        sources[first + pixels + pixel] = -gain * input[i];
      }
    }
    return sources;
  };
  return Object.freeze<LearningRule>({
    ...rule,
    answer: (batch) => rule.answer({ ...batch, input: doubled(batch.input, batch.batch) }),
    inferInto: (out, input, batch) => rule.inferInto(out, doubled(input, batch), batch),
  });
}
